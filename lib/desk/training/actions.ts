'use server'
import { serverAction } from '@/lib/platform/http/action'
import { handOverPair, recordExam, recordTraining, takePair } from './training'

export const recordTrainingAction = serverAction(recordTraining)
export const recordExamAction = serverAction(recordExam)
export const handOverPairAction = serverAction(handOverPair)
export const takePairAction = serverAction(takePair)
