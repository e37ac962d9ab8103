/** REST routes of servicing. */
import type { Route } from '@/lib/platform/http/route'
import { calculatorRoutes } from './routes/calculators'
import { ledgerRoutes } from './routes/ledger'
import { loanRoutes } from './routes/loans'

export const routes: Route[] = [...calculatorRoutes, ...loanRoutes, ...ledgerRoutes]
