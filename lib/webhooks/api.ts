/** REST routes of webhooks. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { createWebhook, renewSecret, replayDelivery, replayOutbox, setWebhook } from './commands'
import { deliveryList, webhookList } from './queries'

const tag = 'webhooks'
const act = (
  path: string,
  zh: string,
  en: string,
  command: Parameters<typeof commandRoute>[0]['command'],
  key: string,
) =>
  commandRoute({
    method: 'POST',
    path,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ [key]: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/webhooks',
    tag,
    summary: { 'zh-CN': '事件推送地址', en: 'Webhooks' },
    query: webhookList,
    input: () => ({}),
  }),
  commandRoute({
    method: 'POST',
    path: '/webhooks',
    status: 201,
    tag,
    summary: { 'zh-CN': '新建事件推送', en: 'Create a webhook' },
    command: createWebhook,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/webhooks/{id}/deliveries',
    tag,
    summary: { 'zh-CN': '推送记录', en: 'Deliveries of a webhook' },
    query: deliveryList,
    input: ({ params, query }) => ({ webhookId: params.id, ...query }),
  }),
  act('/webhooks/{id}/set', '启用、暂停或移除推送', 'Activate, pause or remove', setWebhook, 'webhookId'),
  act('/webhooks/{id}/renew-secret', '更换签名密钥', 'Renew the secret', renewSecret, 'webhookId'),
  act('/webhooks/{id}/replay', '按日期重发', 'Send days again', replayOutbox, 'webhookId'),
  act('/webhook-deliveries/{id}/replay', '重发一次推送', 'Send a delivery again', replayDelivery, 'deliveryId'),
]
