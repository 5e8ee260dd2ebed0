import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { bff, bffWithEtag } from '#browser/bff.ts';
import type { ListQuery } from '#http/page.ts';
import {
  archiveZone,
  changeZone,
  countZone,
  createZone,
  listZones,
  overviewZone,
  readZone,
  type ZoneChange,
  type ZoneInput,
} from './api.ts';

export const zoneListQuery = (query: ListQuery) =>
  queryOptions({
    queryKey: ['zone-list', query],
    queryFn: ({ signal }) => bff(listZones, { query }, { signal }),
    placeholderData: keepPreviousData,
  });

export const zoneQuery = (zoneId: string) =>
  queryOptions({ queryKey: ['zones', zoneId, 'zone'], queryFn: ({ signal }) => bffWithEtag(readZone, { params: { zoneId } }, { signal }) });

/** Figures of the sidebar; asked again soon while one is not known yet. */
export const zoneCountsQuery = (zoneId: string) =>
  queryOptions({
    queryKey: ['zones', zoneId, 'counts'],
    queryFn: ({ signal }) => bff(countZone, { params: { zoneId } }, { signal, background: true }),
    refetchInterval: ({ state }) =>
      state.data && Object.values(state.data).some((count) => count === null) && state.dataUpdateCount < 5 ? 1_500 : false,
  });

export const createZoneMutation = () =>
  mutationOptions({
    mutationKey: ['zones', 'create'],
    mutationFn: (body: ZoneInput) => bff(createZone, { body }),
    onSuccess: (_zone, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zone-list'] }),
  });

export const changeZoneMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: ['zones', zoneId, 'change'],
    mutationFn: ({ change, etag }: { change: ZoneChange; etag: string }) =>
      bffWithEtag(changeZone, { params: { zoneId }, body: change }, { ifMatch: etag }),
    onSuccess: (_zone, _input, _result, { client }) =>
      Promise.all([client.invalidateQueries({ queryKey: ['zone-list'] }), client.invalidateQueries({ queryKey: ['zones', zoneId] })]),
  });

export const archiveZoneMutation = (zoneId: string) =>
  mutationOptions({
    mutationKey: ['zones', zoneId, 'archive'],
    mutationFn: () => bff(archiveZone, { params: { zoneId } }),
    onSuccess: (_gone, _input, _result, { client }) => client.invalidateQueries({ queryKey: ['zone-list'] }),
  });

/** Where the zone stands; asked again while the page is open, since others work in it too. */
export const zoneOverviewQuery = (zoneId: string) =>
  queryOptions({
    queryKey: ['zones', zoneId, 'overview'],
    queryFn: ({ signal }) => bff(overviewZone, { params: { zoneId } }, { signal, background: true }),
    refetchInterval: 30_000,
  });
