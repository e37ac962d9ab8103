/** Prometheus metrics of this process. Labels never name a bank, a party or a person. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

type Metrics = { registry: Registry; requests: Counter; seconds: Histogram }

const store = globalThis as unknown as { fangshiMetrics?: Metrics }

function metrics(): Metrics {
  if (!store.fangshiMetrics) {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    const labelNames = ['method', 'route', 'status']
    store.fangshiMetrics = {
      registry,
      requests: new Counter({
        name: 'fangshi_api_requests_total',
        help: 'Requests to the public API by route and status',
        labelNames,
        registers: [registry],
      }),
      seconds: new Histogram({
        name: 'fangshi_api_request_seconds',
        help: 'Time to answer a request to the public API',
        labelNames: ['method', 'route'],
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        registers: [registry],
      }),
    }
  }
  return store.fangshiMetrics
}

/** `route` is the pattern (`/loans/{id}`), never the address. */
export function countRequest(method: string, route: string, status: number, milliseconds: number): void {
  const m = metrics()
  m.requests.inc({ method, route, status })
  m.seconds.observe({ method, route }, milliseconds / 1000)
}

export function metricsRegistry(): Registry {
  return metrics().registry
}
