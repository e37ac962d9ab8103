/** REST routes of administration, put together. */
import type { Route } from '@/lib/platform/http/route'
import { peopleRoutes } from './routes/people'
import { recordRoutes } from './routes/records'
import { settingRoutes } from './routes/settings'

export const routes: Route[] = [...recordRoutes, ...peopleRoutes, ...settingRoutes]
