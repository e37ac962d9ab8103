/** REST routes of lost customers, requests and cases. */
import { actsOf, type Route, readsOf } from '@/lib/platform/http/route'
import { caseSearch, writeCase } from '../cases/cases'
import { productCard } from '../products/product-card'
import { confirmExit, decideLost, dormantClients, lostList, reportLost } from './lost'
import { closeRequest, handOverRequest, receiveRequest, requestList, takeRequest } from './requests'

const tag = 'desk'
const read = readsOf(tag)
const act = actsOf(tag)

export const routes: Route[] = [
  read('/product-cards', '产品卡', 'The card of a product with its disadvantages and all-in cost', productCard),
  read('/lost-customers', '流失客户', 'Lost customers', lostList),
  read('/dormant-clients', '九十天无往来客户', 'Clients dormant for ninety days', dormantClients),
  act('/lost-customers', '登记流失客户', 'Report a lost customer', reportLost),
  act('/lost-customers/{id}/decide', '流失原因或挽回', 'Reason of the loss, or won back', decideLost, 'lostId'),
  act('/lost-customers/{id}/confirm-exit', '确认主动退出', 'Confirm an exit for quality', confirmExit, 'lostId'),
  read('/requests', '首问事项', 'Requests with their first contact', requestList),
  act('/requests', '登记首问事项', 'Take in a request', receiveRequest),
  act('/requests/{id}/hand-over', '移交首问事项', 'Hand a request over', handOverRequest, 'requestId'),
  act('/requests/{id}/take', '接受或谢绝移交', 'Take or decline it', takeRequest, 'requestId'),
  act('/requests/{id}/close', '办结首问事项', 'Close a request', closeRequest, 'requestId'),
  read('/cases', '案例库', 'Search the library of cases', caseSearch),
  act('/cases', '编写案例', 'Write a case', writeCase),
]
