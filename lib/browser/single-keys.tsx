'use client';

import { createContext, type ReactNode, useContext } from 'react';

const SingleKeys = createContext(true);

/** Says below it whether single-letter shortcuts are on (WCAG 2.1.4). */
export const SingleKeysProvider = ({ on, children }: { on: boolean; children: ReactNode }) => (
  <SingleKeys value={on}>{children}</SingleKeys>
);
export const useSingleKeys = (): boolean => useContext(SingleKeys);
