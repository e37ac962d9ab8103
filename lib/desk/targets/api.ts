/** REST routes of a month's targets. */
import { actsOf, type Route, readsOf } from '@/lib/platform/http/route'
import { setTarget, splitTarget, targetBoard } from './targets'

const tag = 'desk'
const read = readsOf(tag)
const act = actsOf(tag)

export const routes: Route[] = [
  read('/targets', '月度目标分解与完成', 'A month’s targets and how far they are reached', targetBoard),
  act('/targets', '下达全行月度目标', 'Set the bank’s targets of a month', setTarget),
  act('/targets/split', '分解目标', 'Split a target', splitTarget),
]
