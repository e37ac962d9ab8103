'use server'
import { serverAction } from '@/lib/platform/http/action'
import { setTarget, splitTarget } from './targets'

export const setTargetAction = serverAction(setTarget)
export const splitTargetAction = serverAction(splitTarget)
