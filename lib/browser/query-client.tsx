'use client';

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ProblemError } from '#http/problem.ts';
import { mayRetry } from './may-retry.ts';

const staleMs = 5_000;

/** The address of the sign-in that leads back to where the person is. */
const signInHref = (): string => `/sign-in?returnTo=${encodeURIComponent(location.pathname + location.search)}`;

/**
 * A client for the data of the console. Reads are retried when the network or the console failed, writes never.
 * @param onSessionEnded called once for each refusal that says that nobody is signed in any more
 */
export function makeQueryClient(onSessionEnded: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ProblemError && error.code === 'unauthenticated') onSessionEnded();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: staleMs, retry: mayRetry, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}

/**
 * Gives pages their data client. When the session is over, `onSessionEnded` may open a sign-in in place, so that forms survive;
 * without it the browser goes to the sign-in page.
 */
export function DataProvider({ children, onSessionEnded }: { children: ReactNode; onSessionEnded?: () => void }) {
  const ended = useRef(onSessionEnded);
  useEffect(() => {
    ended.current = onSessionEnded;
  });
  const [client] = useState(() => makeQueryClient(() => (ended.current ? ended.current() : location.assign(signInHref()))));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
