'use server'
import { serverAction } from '@/lib/platform/http/action'
import { queryAction } from '@/lib/platform/http/query-action'
import { cancelPlan } from './commands/cancel'
import { draftPlan, dropLine, editLine, editSection, setPlanParameters } from './commands/draft'
import { submitPlan } from './commands/submit'
import { commentPlan, resolveComment } from './comments'
import { planLine } from './queries'
import { planWhatIf } from './what-if'

export const draftPlanAction = serverAction(draftPlan)
export const setPlanParametersAction = serverAction(setPlanParameters)
export const editLineAction = serverAction(editLine)
export const editSectionAction = serverAction(editSection)
export const dropLineAction = serverAction(dropLine)
export const submitPlanAction = serverAction(submitPlan)
export const cancelPlanAction = serverAction(cancelPlan)
export const planLineAction = queryAction(planLine)
export const commentPlanAction = serverAction(commentPlan)
export const resolveCommentAction = serverAction(resolveComment)
export const planWhatIfAction = queryAction(planWhatIf)
