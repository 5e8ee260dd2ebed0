'use client';

import { type RefObject, useLayoutEffect } from 'react';

export type Placement = { align?: 'start' | 'end'; side?: 'bottom' | 'top'; matchWidth?: boolean; gapPx?: number };

const edgePx = 8;

/** Puts a panel of the top layer beside its anchor, on the other side where there is no room, inside the window always. */
function place(anchor: Element, panel: HTMLElement, { align = 'start', side = 'bottom', matchWidth = false, gapPx = 4 }: Placement): void {
  const at = anchor.getBoundingClientRect();
  if (matchWidth) panel.style.width = `${at.width}px`;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = innerHeight - at.bottom - gapPx - edgePx;
  const above = at.top - gapPx - edgePx;
  const down = side === 'bottom' ? height <= below || below >= above : height > above && below > above;
  const left = align === 'start' ? at.left : at.right - width;
  panel.style.left = `${Math.max(edgePx, Math.min(left, innerWidth - width - edgePx))}px`;
  panel.style.top = `${Math.max(edgePx, down ? Math.min(at.bottom + gapPx, innerHeight - height - edgePx) : at.top - gapPx - height)}px`;
  panel.style.maxHeight = `${Math.max(120, down ? below : above)}px`;
}

/**
 * Shows a `popover="manual"` element beside its anchor as long as the component is there, and keeps it there while things
 * scroll or grow. The top layer is used so that neither a table nor a dialog can clip it.
 */
export function useAnchored(anchor: Element | null, panel: RefObject<HTMLElement | null>, placement: Placement): void {
  const { align, side, matchWidth, gapPx } = placement;
  useLayoutEffect(() => {
    const shown = panel.current;
    if (!anchor || !shown) return;
    const options = {
      ...(align && { align }),
      ...(side && { side }),
      ...(matchWidth && { matchWidth }),
      ...(gapPx !== undefined && { gapPx }),
    };
    shown.showPopover();
    const again = () => place(anchor, shown, options);
    again();
    const observer = new ResizeObserver(again);
    observer.observe(shown);
    // What is around the anchor grows and moves it, e.g. when something above it has arrived.
    for (let around = anchor.parentElement; around; around = around.parentElement) observer.observe(around);
    addEventListener('scroll', again, { capture: true, passive: true });
    addEventListener('resize', again);
    return () => {
      observer.disconnect();
      removeEventListener('scroll', again, { capture: true });
      removeEventListener('resize', again);
      if (shown.isConnected && shown.matches(':popover-open')) shown.hidePopover();
    };
  }, [anchor, panel, align, side, matchWidth, gapPx]);
}
