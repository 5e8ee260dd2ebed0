/** What the zone switcher asks for first; the layout fetches the same. */
export const switcherQuery = { size: 50, sort: 'name' };
