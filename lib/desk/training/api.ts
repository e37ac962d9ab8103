/** REST routes of training, exams and pairs. */
import { actsOf, queryRoute, type Route } from '@/lib/platform/http/route'
import { handOverPair, recordExam, recordTraining, takePair, trainingBoard } from './training'

const tag = 'desk'
const act = actsOf(tag)

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/training',
    tag,
    summary: { 'zh-CN': '培训、考试与搭档', en: 'Training, exams and pairs' },
    query: trainingBoard,
    input: ({ query }) => query,
  }),
  act('/training', '登记培训', 'Record training', recordTraining),
  act('/exams', '登记考试成绩', 'Record an exam', recordExam),
  act('/market-pairs/{id}/hand-over', '搭档轮换交接', 'Hand a market over', handOverPair, 'pairId'),
  act('/market-pairs/{id}/take', '接收交接', 'Take a market over', takePair, 'pairId'),
]
