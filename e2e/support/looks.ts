import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export type Look = { theme: 'light' | 'dark'; width: 390 | 1440 };
/** Every way in which each page has to be presentable. */
export const looks: Look[] = (['light', 'dark'] as const).flatMap((theme) => ([390, 1440] as const).map((width) => ({ theme, width })));

/** Shows the page as on a telephone or a desk, in a light or a dark system. */
export async function inLook(page: Page, { theme, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
}

/** The page is no wider than its window: nobody has to scroll sideways to read it. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, window: width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(content, `${page.url()} is ${content} px wide in ${width}`).toBeLessThanOrEqual(width);
}

/** axe finds nothing against WCAG 2.2 AA and its own best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  // Legacy mode: the other one opens a page of its own in this context.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n  ')}`)).toEqual([]);
}

/**
 * The page in all its looks: nothing sideways, and nothing inaccessible in either theme and at either width (axe takes a second, and
 * colours do not depend on the width).
 */
export async function expectPresentable(page: Page): Promise<void> {
  for (const look of looks) {
    await inLook(page, look);
    await expectNoSidewaysScroll(page);
    if ((look.theme === 'dark') === (look.width === 390)) await expectAccessible(page);
  }
}
