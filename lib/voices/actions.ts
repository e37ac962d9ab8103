'use server'
import { serverAction } from '@/lib/platform/http/action'
import { handOverComplaint, moveComplaint, receiveComplaint, takeComplaint } from './commands/complaints'
import {
  answerTipOff,
  assignTipOff,
  concludeTipOff,
  receiveTipOff,
  revealTeller,
  triageTipOff,
} from './commands/tip-offs'

export const receiveTipOffAction = serverAction(receiveTipOff)
export const triageTipOffAction = serverAction(triageTipOff)
export const assignTipOffAction = serverAction(assignTipOff)
export const concludeTipOffAction = serverAction(concludeTipOff)
export const answerTipOffAction = serverAction(answerTipOff)
export const revealTellerAction = serverAction(revealTeller, { revalidate: [] })
export const receiveComplaintAction = serverAction(receiveComplaint)
export const moveComplaintAction = serverAction(moveComplaint)
export const handOverComplaintAction = serverAction(handOverComplaint)
export const takeComplaintAction = serverAction(takeComplaint)
