/** REST routes of the visit planner. */
import { commandRoute, type Route, readsOf } from '@/lib/platform/http/route'
import { addVisitPhoto, checkIn, confirmGrade, moveVisit, planVisitMonth, setGrade, setPlace } from './commands'
import { gradeList, visitDraws, visitMonth } from './queries'

const tag = 'desk'
type CommandOfRoute = Parameters<typeof commandRoute>[0]['command']
const read = readsOf(tag)
const act = (path: string, zh: string, en: string, command: CommandOfRoute, key?: string) =>
  commandRoute({
    method: 'POST',
    path,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => (key ? { [key]: params.id, ...body } : body),
  })

export const routes: Route[] = [
  read('/visit-plan', '月度走访计划', 'The month’s visits', visitMonth),
  read('/visit-draws', '错时走访抽取记录', 'Draws of off-hour visits', visitDraws),
  read('/monitoring-grades', '监测等级', 'Monitoring grades', gradeList),
  act('/visit-plan', '生成月度走访计划', 'Plan a month’s visits', planVisitMonth),
  act('/monitoring-grades/set', '人工调整监测等级', 'Set a monitoring grade by hand', setGrade),
  act('/monitoring-grades/confirm', '复核下调的监测等级', 'Confirm a lower grade', confirmGrade),
  act('/monitoring-places', '标定位置', 'Say where a market or stall is', setPlace),
  act('/visits/{id}/check-in', '走访签到', 'Check in at a visit', checkIn, 'visitId'),
  act('/visits/{id}/photos', '走访照片', 'Add a photo of a visit', addVisitPhoto, 'visitId'),
  act('/visits/{id}/move', '走访改期', 'Move a visit', moveVisit, 'visitId'),
]
