'use server'
import { serverAction } from '@/lib/platform/http/action'
import { createWebhook, renewSecret, replayDelivery, replayOutbox, setWebhook } from './commands'

export const createWebhookAction = serverAction(createWebhook)
export const setWebhookAction = serverAction(setWebhook)
export const renewSecretAction = serverAction(renewSecret)
export const replayDeliveryAction = serverAction(replayDelivery)
export const replayOutboxAction = serverAction(replayOutbox)
