'use server'
import { serverAction } from '@/lib/platform/http/action'
import { createClaim } from './commands/claims'

export const createClaimAction = serverAction(createClaim)
