'use server'
import { serverAction } from '@/lib/platform/http/action'
import { confirmExit, decideLost, reportLost } from './lost'
import { closeRequest, handOverRequest, receiveRequest, takeRequest } from './requests'

export const reportLostAction = serverAction(reportLost)
export const decideLostAction = serverAction(decideLost)
export const confirmExitAction = serverAction(confirmExit)
export const receiveRequestAction = serverAction(receiveRequest)
export const handOverRequestAction = serverAction(handOverRequest)
export const takeRequestAction = serverAction(takeRequest)
export const closeRequestAction = serverAction(closeRequest)
