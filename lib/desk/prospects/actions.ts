'use server'
import { serverAction } from '@/lib/platform/http/action'
import { addProspect, importProspects, moveProspect } from './prospects'

export const addProspectAction = serverAction(addProspect)
export const importProspectsAction = serverAction(importProspects)
export const moveProspectAction = serverAction(moveProspect)
