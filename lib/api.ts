/** The public API, put together: each feature lists its own routes; they are served under /api/v1. */
import { routes as admin } from './admin/api'
import { routes as approvals } from './approvals/api'
import { routes as batches } from './batches/api'
import { routes as collateral } from './collateral/api'
import { routes as collection } from './collection/api'
import { routes as conditions } from './conditions/api'
import { routes as contracts } from './contracts/api'
import { routes as desk } from './desk/api'
import { routes as deskCircles } from './desk/circles/api'
import { routes as deskClients } from './desk/clients/api'
import { routes as deskLog } from './desk/log/api'
import { routes as deskMeetings } from './desk/meetings/api'
import { routes as deskPay } from './desk/pay/api'
import { routes as deskProspects } from './desk/prospects/api'
import { routes as deskReferrals } from './desk/referrals/api'
import { routes as deskTargets } from './desk/targets/api'
import { routes as deskTeam } from './desk/team/api'
import { routes as deskTraining } from './desk/training/api'
import { routes as deskVisits } from './desk/visits/api'
import { routes as disbursement } from './disbursement/api'
import { routes as evidence } from './evidence/api'
import { routes as guarantees } from './guarantees/api'
import { routes as intake } from './intake/api'
import { routes as issues } from './issues/api'
import { routes as lab } from './lab/api'
import { routes as markets } from './markets/api'
import { routes as merchants } from './merchants/api'
import { routes as monitoring } from './monitoring/api'
import { routes as notices } from './notices/api'
import { routes as parks } from './parks/api'
import { routes as partners } from './partners/api'
import { routes as plans } from './plans/api'
import type { Route } from './platform/http/route'
import { routeTable } from './platform/http/route-table'
import { routes as reports } from './reports/api'
import { routes as reviews } from './reviews/api'
import { routes as scoring } from './scoring/api'
import { routes as search } from './search/api'
import { routes as servicing } from './servicing/api'
import { routes as voices } from './voices/api'
import { routes as webhooks } from './webhooks/api'

export const apiRoutes: readonly Route[] = [
  ...admin,
  ...approvals,
  ...batches,
  ...conditions,
  ...contracts,
  ...desk,
  ...deskCircles,
  ...deskClients,
  ...deskLog,
  ...deskMeetings,
  ...deskPay,
  ...deskProspects,
  ...deskReferrals,
  ...deskTargets,
  ...deskTeam,
  ...deskTraining,
  ...deskVisits,
  ...disbursement,
  ...evidence,
  ...intake,
  ...issues,
  ...markets,
  ...merchants,
  ...parks,
  ...scoring,
  ...lab,
  ...plans,
  ...guarantees,
  ...partners,
  ...servicing,
  ...monitoring,
  ...reviews,
  ...collateral,
  ...collection,
  ...search,
  ...webhooks,
  ...voices,
  ...notices,
  ...reports,
]

export const apiTable = routeTable(apiRoutes)
