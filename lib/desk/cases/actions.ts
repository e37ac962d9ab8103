'use server'
import { serverAction } from '@/lib/platform/http/action'
import { writeCase } from './cases'

export const writeCaseAction = serverAction(writeCase)
