'use server'
import { serverAction } from '@/lib/platform/http/action'
import { acceptBatch, checkItems, dropItem, judgeDocument, returnBatch, returnItem } from './commands/check'
import { pauseBatchClock, resumeBatchClock } from './commands/clock'
import { createBatch } from './commands/create'
import { confirmSplit, splitBatch, startScoring } from './commands/split'
import { submitBatch, withdrawBatch } from './commands/submit'
import { resumeBatch, suspendBatch } from './commands/suspend'

export const createBatchAction = serverAction(createBatch)
export const pauseBatchClockAction = serverAction(pauseBatchClock)
export const resumeBatchClockAction = serverAction(resumeBatchClock)
export const submitBatchAction = serverAction(submitBatch)
export const withdrawBatchAction = serverAction(withdrawBatch)
export const returnBatchAction = serverAction(returnBatch)
export const acceptBatchAction = serverAction(acceptBatch)
export const startScoringAction = serverAction(startScoring)
export const splitBatchAction = serverAction(splitBatch)
export const confirmSplitAction = serverAction(confirmSplit)
export const checkItemsAction = serverAction(checkItems)
export const returnItemAction = serverAction(returnItem)
export const dropItemAction = serverAction(dropItem)
// the desk shows a verdict by itself: a page drawn afresh after each of hundreds would only be in the way
export const judgeDocumentAction = serverAction(judgeDocument, { revalidate: [] })
export const suspendBatchAction = serverAction(suspendBatch)
export const resumeBatchAction = serverAction(resumeBatch)
