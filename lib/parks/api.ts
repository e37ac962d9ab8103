/** REST routes of park assets and their stages. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import {
  insureParkAsset,
  mortgageParkAsset,
  recordParkAsset,
  registerParkAsset,
  revalueParkAsset,
} from './commands/assets'
import { certifyStage, planStage } from './commands/stages'
import { parkAssets } from './queries'

const tag = 'parks'
type AnyCommand = Parameters<typeof commandRoute>[0]['command']
const act = (path: string, zh: string, en: string, command: AnyCommand, status?: number) =>
  commandRoute({
    method: 'POST',
    path: `/park-assets/{id}/${path}`,
    ...(status ? { status } : {}),
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ assetId: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/park-assets',
    tag,
    summary: { 'zh-CN': '园区资产', en: 'Park assets' },
    query: parkAssets,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/park-assets',
    status: 201,
    tag,
    summary: { 'zh-CN': '登记园区资产', en: 'Record a park asset' },
    command: recordParkAsset,
    input: ({ body }) => body,
  }),
  act('revalue', '重估价值', 'Value an asset anew', revalueParkAsset),
  act('register', '登记预告登记或动产登记', 'Record its registration', registerParkAsset),
  act('mortgage', '抵押权证入库', 'Take the mortgage certificate into custody', mortgageParkAsset),
  act('insure', '登记财产保险', 'Record its insurance', insureParkAsset),
  act('stages', '计划付款阶段', 'Plan a stage', planStage, 201),
  commandRoute({
    method: 'POST',
    path: '/park-stages/{id}/certify',
    tag,
    summary: { 'zh-CN': '核验阶段', en: 'Certify a stage' },
    command: certifyStage,
    input: ({ params, body }) => ({ stageId: params.id, ...body }),
  }),
]
