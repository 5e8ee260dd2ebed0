/** Choices of a browser that the server must know before it draws the page; each is a cookie that carries nothing personal. */
export type Theme = 'system' | 'light' | 'dark';

/** The theme that a cookie's value asks for; anything unknown is the system's. */
export const readTheme = (value: string | undefined): Theme => (value === 'light' || value === 'dark' ? value : 'system');

const yearSeconds = 365 * 24 * 60 * 60;
function keep(name: 'theme' | 'sidebar' | 'keys', value: string | undefined): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR and needs a secure context.
  document.cookie = `${name}=${value ?? ''}; Path=/; Max-Age=${value === undefined ? 0 : yearSeconds}; SameSite=Lax${secure}`;
}

/** Shows a theme at once and remembers it for the next page. */
export function chooseTheme(theme: Theme): void {
  keep('theme', theme === 'system' ? undefined : theme);
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Whether a `sidebar` cookie asks for the narrow sidebar. */
export const readCollapsed = (value: string | undefined): boolean => value === 'collapsed';
export const keepCollapsed = (collapsed: boolean): void => keep('sidebar', collapsed ? 'collapsed' : undefined);

/** Whether a `keys` cookie leaves single-letter shortcuts on (WCAG 2.1.4: they can be switched off). */
export const readSingleKeys = (value: string | undefined): boolean => value !== 'off';
export const keepSingleKeys = (on: boolean): void => keep('keys', on ? undefined : 'off');
