#!/usr/bin/env node
import { run } from './boot/node26.mjs'

await run('test')
