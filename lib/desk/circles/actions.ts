'use server'
import { serverAction } from '@/lib/platform/http/action'
import { adoptCharter, changeMembers, dissolveCircle, formCircle, holdCircle, signCharter } from './circles'

export const formCircleAction = serverAction(formCircle)
export const changeMembersAction = serverAction(changeMembers)
export const adoptCharterAction = serverAction(adoptCharter)
export const signCharterAction = serverAction(signCharter)
export const holdCircleAction = serverAction(holdCircle)
export const dissolveCircleAction = serverAction(dissolveCircle)
