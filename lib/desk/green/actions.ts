'use server'
import { serverAction } from '@/lib/platform/http/action'
import { explainBreach } from './board'

export const explainBreachAction = serverAction(explainBreach)
