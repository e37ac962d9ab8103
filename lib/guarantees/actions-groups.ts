'use server'
import { serverAction } from '@/lib/platform/http/action'
import { createGroup, dissolveGroup, leaveGroup, moveMembers, proposeBatchGroups, renameGroup } from './commands/groups'
import { replaceMembers } from './commands/replace-members'

export const proposeGroupsAction = serverAction(proposeBatchGroups)
export const createGroupAction = serverAction(createGroup)
export const renameGroupAction = serverAction(renameGroup)
export const moveMembersAction = serverAction(moveMembers)
export const replaceMembersAction = serverAction(replaceMembers)
export const leaveGroupAction = serverAction(leaveGroup)
export const dissolveGroupAction = serverAction(dissolveGroup)
