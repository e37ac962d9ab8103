'use server'
import { serverAction } from '@/lib/platform/http/action'
import { draftPlan, dropLine, editLine, editSection, setPlanParameters } from './commands/draft'
import { submitPlan } from './commands/submit'

export const draftPlanAction = serverAction(draftPlan)
export const setPlanParametersAction = serverAction(setPlanParameters)
export const editLineAction = serverAction(editLine)
export const editSectionAction = serverAction(editSection)
export const dropLineAction = serverAction(dropLine)
export const submitPlanAction = serverAction(submitPlan)
