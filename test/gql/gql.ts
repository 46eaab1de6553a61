/* eslint-disable */
import * as types from './graphql.js';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation E2eArticleCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) { kbArticle { id title } job { id } userErrors { code message path } }\n  }\n": typeof types.E2eArticleCreateDocument,
    "\n  mutation E2eCaseOpen($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id number state } job { id } userErrors { code message path } }\n  }\n": typeof types.E2eCaseOpenDocument,
    "\n  subscription E2eFollowJob($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobProgressed { stage percent }\n      ... on JobFinished { state error { code message } }\n    }\n  }\n": typeof types.E2eFollowJobDocument,
    "\n  query E2eCase($id: ID!) {\n    case(id: $id) {\n      state\n      triage { type severity confidence reasoning decidedBy }\n      matches(first: 5) { edges { score node { title } } }\n      replyDraft { id state body citations { title } version }\n      pipeline { state steps { kind state attempts } }\n      messages(first: 20) { nodes { direction body } }\n    }\n  }\n": typeof types.E2eCaseDocument,
    "\n  mutation E2eReplyApprove($input: ReplyApproveInput!) {\n    replyApprove(input: $input) { replyDraft { state } case { state } userErrors { code message path } }\n  }\n": typeof types.E2eReplyApproveDocument,
    "\n  mutation OpenCaseBeforeOutage($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } } }\n": typeof types.OpenCaseBeforeOutageDocument,
    "\n  subscription WatchSubjectsInOutage($kinds: [TenantEventKind!]) {\n    tenantEvents(kinds: $kinds) { data subject { ... on Case { id subject } } }\n  }\n": typeof types.WatchSubjectsInOutageDocument,
    "\n  query ApprovalInbox($filter: ApprovalFilter, $orderBy: ApprovalOrder) {\n    approvals(first: 20, filter: $filter, orderBy: $orderBy) {\n      nodes {\n        id kind state title reason confidence version requestedAt expiresAt decidedAt note availableTransitions\n        requestedBy { kind label }\n        decidedBy { kind label }\n        job { kind }\n        project { id }\n        subject {\n          __typename id\n          ... on ReplyDraft { draftState: state body approval { id state } }\n          ... on ChangeRequest { changeState: state approval { id state } }\n        }\n      }\n      totalCount\n    }\n  }\n": typeof types.ApprovalInboxDocument,
    "\n  mutation ApproveApproval($input: ApprovalApproveInput!) {\n    approvalApprove(input: $input) {\n      approval { id state version note decidedBy { label } subject { id } }\n      userErrors { code path }\n    }\n  }\n": typeof types.ApproveApprovalDocument,
    "\n  mutation RejectApproval($input: ApprovalRejectInput!) {\n    approvalReject(input: $input) { approval { id state note } userErrors { code path } }\n  }\n": typeof types.RejectApprovalDocument,
    "\n  subscription FollowApprovals($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on ApprovalChanged { state version approval { id } }\n    }\n  }\n": typeof types.FollowApprovalsDocument,
    "\n  mutation AskTheCouncil($input: CouncilAskInput!) {\n    councilAsk(input: $input) {\n      council { id state quorum version members { seat label state builtIn } criteria { name weight } }\n      job { id state }\n      deduplicated\n      userErrors { code path }\n    }\n  }\n": typeof types.AskTheCouncilDocument,
    "\n  query TheCouncil($id: ID!) {\n    node(id: $id) {\n      ... on Council {\n        id state question quorum version availableTransitions\n        subject { id }\n        members { seat label state model { name } route { purpose } error { code } }\n        answers { text score member { label } votes { total voter { label } } }\n        votes { total voter { label } answer { member { label } } scores { criterion score reason } }\n        verdict { score rule answer { text member { label } } reasons { criterion score reason } standings { score member { label } } }\n        error { code message }\n        job { id state error { code } }\n      }\n    }\n  }\n": typeof types.TheCouncilDocument,
    "\n  subscription FollowTheCouncil($id: ID!, $after: EventCursor) {\n    councilEvents(councilId: $id, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CouncilSnapshot { council { state answers { text } votes { total } } }\n      ... on CouncilStateChanged { from to version }\n      ... on CouncilAnswerGiven { answer { text member { label } } }\n      ... on CouncilVoteCast { vote { total voter { label } answer { member { label } } } }\n      ... on CouncilMemberFailed { errorCode member { label } }\n      ... on CouncilVerdictReached { score answer { member { label } } }\n      ... on CouncilFinished { state why: errorCode }\n    }\n  }\n": typeof types.FollowTheCouncilDocument,
    "\n  mutation CancelTheCouncil($input: CouncilCancelInput!) {\n    councilCancel(input: $input) { council { id state } job { state } userErrors { code path } }\n  }\n": typeof types.CancelTheCouncilDocument,
    "\n  query TheCouncils($filter: CouncilFilter) { councils(filter: $filter) { nodes { id state } totalCount } }\n": typeof types.TheCouncilsDocument,
    "\n  mutation CouncilBudget($input: BudgetSetInput!) { budgetSet(input: $input) { userErrors { code } } }\n": typeof types.CouncilBudgetDocument,
    "\n  mutation CouncilRetry($id: ID!) { jobRetry(input: { id: $id }) { userErrors { code } } }\n": typeof types.CouncilRetryDocument,
    "\n  mutation CouncilArticle($input: KbArticleCreateInput!) { kbArticleCreate(input: $input) { kbArticle { id } userErrors { code } } }\n": typeof types.CouncilArticleDocument,
    "\n  query CouncilUses { llmCalls { nodes { purpose state subject { id } } } usage(groupBy: PURPOSE) { key calls } }\n": typeof types.CouncilUsesDocument,
    "\n  query OwnSessions($first: Int) {\n    authSessions(first: $first) {\n      nodes { id device userAgent address createdAt lastSeenAt expiresAt endedAt isCurrent }\n      totalCount\n    }\n  }\n": typeof types.OwnSessionsDocument,
    "\n  mutation SessionEndOnce($id: ID!) {\n    authSessionEnd(input: { id: $id }) { authSession { id endedAt isCurrent } userErrors { code path } }\n  }\n": typeof types.SessionEndOnceDocument,
    "mutation SessionsEndOthers { authSessionsEndOthers { endedCount userErrors { code } } }": typeof types.SessionsEndOthersDocument,
    "\n  mutation SignInForSession($email: String!, $password: String!) {\n    signIn(input: { email: $email, password: $password }) { accessToken }\n  }\n": typeof types.SignInForSessionDocument,
    "query SessionNode($id: ID!) { node(id: $id) { __typename id } viewer { role } }": typeof types.SessionNodeDocument,
    "\n  mutation EmailVerifyOnce($token: String!) {\n    emailVerify(input: { token: $token }) { email userErrors { code message path } }\n  }\n": typeof types.EmailVerifyOnceDocument,
    "mutation EmailResend { emailVerificationResend { userErrors { code } } }": typeof types.EmailResendDocument,
    "\n  mutation EmailChangeOnce($newEmail: String!, $password: String!) {\n    emailChange(input: { newEmail: $newEmail, password: $password }) { userErrors { code message path } }\n  }\n": typeof types.EmailChangeOnceDocument,
    "\n  mutation ProfileOnce($input: ProfileUpdateInput!) {\n    profileUpdate(input: $input) { user { name version isEmailVerified } userErrors { code message path } }\n  }\n": typeof types.ProfileOnceDocument,
    "query MeWithEmail { viewer { user { id name email isEmailVerified version } } }": typeof types.MeWithEmailDocument,
    "\n  mutation SignInWithEmail($email: String!, $password: String!) {\n    signIn(input: { email: $email, password: $password }) { accessToken userErrors { code } }\n  }\n": typeof types.SignInWithEmailDocument,
    "\n  mutation ProjectOfUnverified { projectCreate(input: { key: \"fresh\", name: \"Fresh\" }) { project { id } userErrors { code } } }\n": typeof types.ProjectOfUnverifiedDocument,
    "\n  mutation Invite($input: InvitationCreateInput!) {\n    invitationCreate(input: $input) {\n      invitation { id email role state version projects { key } invitedBy { email } } token userErrors { code path }\n    }\n  }\n": typeof types.InviteDocument,
    "\n  mutation InviteAgain($input: InvitationResendInput!) {\n    invitationResend(input: $input) { invitation { id state version } token userErrors { code path } }\n  }\n": typeof types.InviteAgainDocument,
    "\n  mutation Disinvite($input: InvitationRevokeInput!) {\n    invitationRevoke(input: $input) { invitation { state } userErrors { code path } }\n  }\n": typeof types.DisinviteDocument,
    "\n  mutation AcceptInvitation($input: InvitationAcceptInput!) {\n    invitationAccept(input: $input) {\n      accessToken viewer { user { email name } tenant { slug } role projects { nodes { key } } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.AcceptInvitationDocument,
    "\n  query ListInvitations($filter: InvitationFilter) {\n    invitations(filter: $filter) { nodes { email state } totalCount }\n  }\n": typeof types.ListInvitationsDocument,
    "\n  mutation ProjectOfInvited($input: ProjectCreateInput!) { projectCreate(input: $input) { project { id } } }\n": typeof types.ProjectOfInvitedDocument,
    "\n  mutation KeyOfMember($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret userErrors { code } } }\n": typeof types.KeyOfMemberDocument,
    "\n  mutation ProjectByMember($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { code } }\n  }\n": typeof types.ProjectByMemberDocument,
    "subscription EventsForMember { tenantEvents { kind subject { id } } }": typeof types.EventsForMemberDocument,
    "\n  mutation ResetAsk($email: String!) {\n    passwordResetRequest(input: { email: $email }) { userErrors { code message path } }\n  }\n": typeof types.ResetAskDocument,
    "\n  mutation ResetUse($token: String!, $newPassword: String!) {\n    passwordReset(input: { token: $token, newPassword: $newPassword }) { userErrors { code message path } }\n  }\n": typeof types.ResetUseDocument,
    "\n  mutation PasswordChangeOnce($currentPassword: String!, $newPassword: String!) {\n    passwordChange(input: { currentPassword: $currentPassword, newPassword: $newPassword }) { userErrors { code message path } }\n  }\n": typeof types.PasswordChangeOnceDocument,
    "\n  mutation SignInWithPassword($email: String!, $password: String!, $tenantSlug: String) {\n    signIn(input: { email: $email, password: $password, tenantSlug: $tenantSlug }) { accessToken userErrors { code } }\n  }\n": typeof types.SignInWithPasswordDocument,
    "query WhoHasPassword { viewer { user { email isEmailVerified } } }": typeof types.WhoHasPasswordDocument,
    "\n  mutation SignUpWithPassword($input: SignUpInput!) { signUp(input: $input) { accessToken userErrors { code path } } }\n": typeof types.SignUpWithPasswordDocument,
    "\n  query MembersOfTenant($filter: MembershipFilter) {\n    memberships(filter: $filter) { nodes { id role version user { id email name } } totalCount }\n  }\n": typeof types.MembersOfTenantDocument,
    "\n  mutation UpdateMember($input: MembershipUpdateInput!) {\n    membershipUpdate(input: $input) { membership { id role version user { email } } userErrors { code path } }\n  }\n": typeof types.UpdateMemberDocument,
    "\n  mutation RevokeMember($input: MembershipRevokeInput!) {\n    membershipRevoke(input: $input) { membership { id role user { email } } userErrors { code path } }\n  }\n": typeof types.RevokeMemberDocument,
    "\n  mutation LeaveTenant($input: MembershipLeaveInput!) {\n    membershipLeave(input: $input) { membership { id user { email } } userErrors { code path } }\n  }\n": typeof types.LeaveTenantDocument,
    "\n  mutation SignInTo($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { tenant { slug } role } userErrors { code path } }\n  }\n": typeof types.SignInToDocument,
    "query WhoIsThis { viewer { user { id email } tenant { slug } role } }": typeof types.WhoIsThisDocument,
    "\n  mutation CreateProject($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id isRestricted version } userErrors { code path } }\n  }\n": typeof types.CreateProjectDocument,
    "\n  mutation UpdateProject($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { name replyMode isRestricted version } userErrors { code path } }\n  }\n": typeof types.UpdateProjectDocument,
    "\n  mutation ArchiveProject($input: ProjectArchiveInput!) {\n    projectArchive(input: $input) { project { archivedAt version } userErrors { code path } }\n  }\n": typeof types.ArchiveProjectDocument,
    "\n  mutation RestoreProject($input: ProjectRestoreInput!) {\n    projectRestore(input: $input) { project { archivedAt } userErrors { code } }\n  }\n": typeof types.RestoreProjectDocument,
    "\n  mutation AddProjectMember($input: ProjectMemberAddInput!) {\n    projectMemberAdd(input: $input) {\n      project { members { nodes { user { email } } totalCount } } membership { id } userErrors { code path }\n    }\n  }\n": typeof types.AddProjectMemberDocument,
    "\n  mutation RemoveProjectMember($input: ProjectMemberRemoveInput!) {\n    projectMemberRemove(input: $input) { project { members { totalCount } } userErrors { code path } }\n  }\n": typeof types.RemoveProjectMemberDocument,
    "\n  query ProjectsSeen($isArchived: Boolean) {\n    projects(isArchived: $isArchived) { nodes { key } totalCount } viewer { projects { nodes { key } } }\n  }\n": typeof types.ProjectsSeenDocument,
    "subscription FollowProjects { tenantEvents { kind } }": typeof types.FollowProjectsDocument,
    "\n  mutation OpenCaseInProject($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code path } } }\n": typeof types.OpenCaseInProjectDocument,
    "\n  mutation SignUpOnce($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { email } tenant { slug } role projects(first: 10) { nodes { key } totalCount } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SignUpOnceDocument,
    "\n  mutation SignInOnce($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { role } userErrors { code message path } }\n  }\n": typeof types.SignInOnceDocument,
    "query WhoAmI { viewer { user { email } tenant { slug } role } }": typeof types.WhoAmIDocument,
    "mutation RefreshOnce { tokenRefresh { accessToken userErrors { code } } }": typeof types.RefreshOnceDocument,
    "mutation SignOutOnce { signOut { userErrors { code } } }": typeof types.SignOutOnceDocument,
    "\n  query TenantsOfViewer { viewer { memberships { tenant { id slug name } role isCurrent joinedAt } } }\n": typeof types.TenantsOfViewerDocument,
    "\n  mutation SwitchTenant($input: TenantSwitchInput!) {\n    tenantSwitch(input: $input) {\n      accessToken accessTokenExpiresAt viewer { user { email } tenant { id slug } role } userErrors { code message path }\n    }\n  }\n": typeof types.SwitchTenantDocument,
    "\n  mutation UpdateTenant($input: TenantUpdateInput!) {\n    tenantUpdate(input: $input) { tenant { slug name version } userErrors { code path } }\n  }\n": typeof types.UpdateTenantDocument,
    "\n  mutation KeyOfTenant($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret } }\n": typeof types.KeyOfTenantDocument,
    "\n  mutation CaseToInterrupt($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code } } }\n": typeof types.CaseToInterruptDocument,
    "\n  query CaseInterrupted($id: ID!) {\n    case(id: $id) { state pipeline { id steps { kind state error { code } job { state error { code } } } } }\n    llmCalls { nodes { purpose state errorCode } }\n  }\n": typeof types.CaseInterruptedDocument,
    "\n  mutation StepAfterInterruption($id: ID!) { pipelineStepRetry(input: { id: $id }) { job { id } userErrors { code } } }\n": typeof types.StepAfterInterruptionDocument,
    "\n  mutation CouncilAfterInterruption($id: ID!) { jobRetry(input: { id: $id }) { userErrors { code } } }\n": typeof types.CouncilAfterInterruptionDocument,
    "\n  mutation ProviderOfTest($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id name keyHint version } userErrors { code message path } }\n  }\n": typeof types.ProviderOfTestDocument,
    "\n  mutation ProviderChangedByTest($input: ModelProviderUpdateInput!) {\n    modelProviderUpdate(input: $input) { modelProvider { id isDisabled version } userErrors { code path } }\n  }\n": typeof types.ProviderChangedByTestDocument,
    "\n  mutation ModelOfTest($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id name tier inputPrice { amount currency } } userErrors { code path } }\n  }\n": typeof types.ModelOfTestDocument,
    "\n  mutation RouteOfTest($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { id models { name } } userErrors { code path } }\n  }\n": typeof types.RouteOfTestDocument,
    "\n  mutation BudgetOfTest($input: BudgetSetInput!) {\n    budgetSet(input: $input) { budget { id state spent { amount } project { id } } userErrors { code path } }\n  }\n": typeof types.BudgetOfTestDocument,
    "\n  query ModelsOfTest {\n    modelProviders { nodes { name protocol keyHint models { nodes { name } totalCount } } totalCount }\n    modelRoutes { purpose tier models { name } }\n    budgets { nodes { period state amount { amount } spent { amount } } }\n    llmCalls { nodes { purpose state modelName inputTokens cost { amount } prompt attempts { number state } subject { __typename id } } totalCount }\n    usage(groupBy: MODEL) { key calls inputTokens cost { amount currency } }\n  }\n": typeof types.ModelsOfTestDocument,
    "\n  mutation CaseForModels($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } job { id } userErrors { code } } }\n": typeof types.CaseForModelsDocument,
    "\n  query CaseAfterModels($id: ID!) {\n    case(id: $id) { state triage { type severity confidence reasoning } replyDraft { state body } }\n  }\n": typeof types.CaseAfterModelsDocument,
    "\n  subscription JobOfModels($id: ID!) { jobEvents(jobId: $id) { __typename ... on JobFinished { state } } }\n": typeof types.JobOfModelsDocument,
    "\n  mutation ActOnJobs($input: JobBulkActionInput!) {\n    jobBulkAction(input: $input) { matched sample { id } job { id } userErrors { message path } }\n  }\n": typeof types.ActOnJobsDocument,
    "\n  mutation ActOnLetters($input: DeadLetterBulkActionInput!) {\n    deadLetterBulkAction(input: $input) { matched sample { id } job { id } userErrors { message path } }\n  }\n": typeof types.ActOnLettersDocument,
    "\n  query JobsOfFilter($filter: JobFilter!) { jobs(filter: $filter) { nodes { id } } }\n": typeof types.JobsOfFilterDocument,
    "\n  mutation DetailsProjectUpdate($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { id } userErrors { code message path } }\n  }\n": typeof types.DetailsProjectUpdateDocument,
    "\n  mutation DetailsQueuePause($input: QueuePauseInput!) {\n    queuePause(input: $input) { queue { name } userErrors { code message path } }\n  }\n": typeof types.DetailsQueuePauseDocument,
    "\n  subscription DetailsFollow {\n    tenantEvents {\n      kind\n      data\n      details {\n        __typename\n        ... on ProjectChangeDetails { before { name } after { name } }\n        ... on QueuePauseDetails { queue reason }\n      }\n    }\n  }\n": typeof types.DetailsFollowDocument,
    "\n  query TestHealth { systemHealth { state components { name state latencyMs message } } }\n": typeof types.TestHealthDocument,
    "\n  query TestPlaces { jobs(first: 50, filter: { kind: { eq: \"operations.prune-history\" } }, orderBy: { field: QUEUED_AT, direction: ASC }) {\n    nodes { id queuePosition estimatedStartAt subject { __typename id ... on Project { name } } }\n  } }\n": typeof types.TestPlacesDocument,
    "\n  query ChangeOfCase($id: ID!) {\n    case(id: $id) {\n      state\n      changeRequest {\n        id state summary affectedSurfaces riskLevel riskReason testIdeas confidence reasons version decidedAt\n        availableTransitions\n        original { summary affectedSurfaces riskLevel riskReason testIdeas }\n      }\n    }\n  }\n": typeof types.ChangeOfCaseDocument,
    "\n  query ChangeRequests($filter: ChangeRequestFilter, $orderBy: ChangeRequestOrder) {\n    changeRequests(first: 10, filter: $filter, orderBy: $orderBy) { nodes { id state case { id } } totalCount }\n  }\n": typeof types.ChangeRequestsDocument,
    "\n  mutation AcceptChange($input: ChangeRequestAcceptInput!) {\n    changeRequestAccept(input: $input) {\n      changeRequest { id state version }\n      case { id state }\n      userErrors { code path }\n    }\n  }\n": typeof types.AcceptChangeDocument,
    "\n  mutation RejectChange($input: ChangeRequestRejectInput!) {\n    changeRequestReject(input: $input) {\n      changeRequest { id state version }\n      case { id state }\n      userErrors { code path }\n    }\n  }\n": typeof types.RejectChangeDocument,
    "\n  mutation EditChange($input: ChangeRequestEditInput!) {\n    changeRequestEdit(input: $input) {\n      changeRequest { id state version summary affectedSurfaces riskLevel original { summary affectedSurfaces riskLevel } }\n      userErrors { code path }\n    }\n  }\n": typeof types.EditChangeDocument,
    "\n  subscription FollowChange($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseStateChanged { to }\n      ... on PipelineStepChanged { kind stepTo: to }\n      ... on ChangeRequestChanged { state version changeRequest { id summary } }\n    }\n  }\n": typeof types.FollowChangeDocument,
    "\n  mutation UpdateSupportSettings($input: SupportSettingsUpdateInput!) {\n    supportSettingsUpdate(input: $input) {\n      project {\n        id version\n        supportSettings { replyMode triageThreshold matchThreshold sendThreshold preparesChanges approvalHours }\n      }\n      userErrors { code path }\n    }\n  }\n": typeof types.UpdateSupportSettingsDocument,
    "\n  query DecisionsOfCase($id: ID!) {\n    case(id: $id) {\n      state\n      replyDraft { id state confidence }\n      decisions(first: 20) {\n        nodes { id kind outcome confidence threshold reasons model at step { kind job { id } } }\n        totalCount\n      }\n    }\n  }\n": typeof types.DecisionsOfCaseDocument,
    "\n  subscription FollowDecisions($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseDecided { kind outcome confidence decision { id reasons } }\n      ... on CaseStateChanged { to }\n    }\n  }\n": typeof types.FollowDecisionsDocument,
    "\n  mutation SupportCaseOpen($input: CaseOpenInput!) {\n    caseOpen(input: $input) {\n      case { id number subject state version }\n      job { id kind state }\n      deduplicated\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportCaseOpenDocument,
    "\n  query SupportCase($id: ID!) {\n    case(id: $id) {\n      id number subject state availableTransitions version openedAt\n      customer { email name }\n      triage { type severity confidence reasoning decidedBy }\n      matches(first: 5) { edges { score lexicalScore semanticScore node { id title } } }\n      replyDraft { id state body citations { id title } version }\n      changeRequest { id state summary riskLevel affectedSurfaces }\n      pipeline {\n        id state\n        job { id state error { code } }\n        steps { id kind state attempts startedAt finishedAt error { code message } job { id state } }\n      }\n      messages(first: 20) { nodes { id direction body sentAt } totalCount }\n      newest: messages(last: 1) { nodes { direction } }\n    }\n  }\n": typeof types.SupportCaseDocument,
    "\n  query SupportCases($first: Int, $after: String, $filter: CaseFilter, $orderBy: CaseOrder) {\n    cases(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      nodes { id number subject state triage { type severity decidedBy } customer { email } messages(last: 3) { nodes { body } } }\n      totalCount\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.SupportCasesDocument,
    "\n  subscription SupportCaseEvents($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor at }\n      ... on CaseSnapshot { case { id state } draftedSoFar }\n      ... on CaseStateChanged { from to }\n      ... on CaseTriaged { type severity confidence decidedBy }\n      ... on CaseMatched { matches bestScore }\n      ... on PipelineStepChanged { kind stepFrom: from stepTo: to step { state } }\n      ... on ReplyDraftDelta { draftId offset text }\n      ... on ReplyDraftChanged { state draft { id body version } }\n      ... on CaseMessageAdded { message { body } }\n    }\n  }\n": typeof types.SupportCaseEventsDocument,
    "\n  subscription SupportPipelineEvents($jobId: ID!) {\n    jobEvents(jobId: $jobId) {\n      __typename\n      ... on JobSnapshot { job { state } }\n      ... on JobProgressed { percent stage }\n      ... on JobLogAppended { line: message }\n      ... on JobFinished { state error { code } }\n    }\n  }\n": typeof types.SupportPipelineEventsDocument,
    "\n  query SupportJob($id: ID!) {\n    job(id: $id) {\n      id kind state attempt error { code message }\n      log(first: 50) { nodes { message } }\n      children(first: 10) { nodes { kind state attempt } }\n    }\n  }\n": typeof types.SupportJobDocument,
    "\n  query SupportJobs($filter: JobFilter) {\n    jobs(first: 50, filter: $filter) { nodes { id kind state } totalCount }\n  }\n": typeof types.SupportJobsDocument,
    "\n  mutation SupportKbArticleCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) {\n      kbArticle { id title state embeddingState }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportKbArticleCreateDocument,
    "\n  query SupportKbArticle($id: ID!) {\n    kbArticle(id: $id) { id title body state embeddingState version sourceKey }\n  }\n": typeof types.SupportKbArticleDocument,
    "\n  query SupportKbArticles($filter: KbArticleFilter) {\n    kbArticles(first: 50, filter: $filter) { nodes { id title version sourceKey embeddingState } totalCount }\n  }\n": typeof types.SupportKbArticlesDocument,
    "\n  query SupportKbSearch($query: String!, $first: Int, $after: String, $projectId: ID) {\n    kbSearch(query: $query, first: $first, after: $after, projectId: $projectId) {\n      edges { cursor score lexicalScore semanticScore node { id title } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.SupportKbSearchDocument,
    "\n  mutation SupportCaseTriageCorrect($input: CaseTriageCorrectInput!) {\n    caseTriageCorrect(input: $input) {\n      case { id state version triage { type severity confidence decidedBy } }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportCaseTriageCorrectDocument,
    "\n  mutation SupportReplyApprove($input: ReplyApproveInput!) {\n    replyApprove(input: $input) {\n      replyDraft { id state version }\n      case { id state }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportReplyApproveDocument,
    "\n  mutation SupportReplyReject($input: ReplyRejectInput!) {\n    replyReject(input: $input) { replyDraft { id state } case { id state } userErrors { code message path } }\n  }\n": typeof types.SupportReplyRejectDocument,
    "\n  mutation SupportReplyEdit($input: ReplyEditInput!) {\n    replyEdit(input: $input) { replyDraft { id state body version } userErrors { code message path } }\n  }\n": typeof types.SupportReplyEditDocument,
    "\n  mutation SupportPipelineStepRetry($input: PipelineStepRetryInput!) {\n    pipelineStepRetry(input: $input) {\n      pipeline { id state steps { kind state attempts } }\n      job { id state }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportPipelineStepRetryDocument,
    "\n  mutation SupportCaseResolve($input: CaseResolveInput!) {\n    caseResolve(input: $input) { case { id state } userErrors { code message path } }\n  }\n": typeof types.SupportCaseResolveDocument,
    "\n  mutation SupportCaseClose($input: CaseCloseInput!) {\n    caseClose(input: $input) { case { id state } userErrors { code message path } }\n  }\n": typeof types.SupportCaseCloseDocument,
    "\n  mutation SupportCaseReopen($input: CaseReopenInput!) {\n    caseReopen(input: $input) { case { id state } userErrors { code message path } }\n  }\n": typeof types.SupportCaseReopenDocument,
    "\n  mutation SupportCaseImport($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": typeof types.SupportCaseImportDocument,
    "\n  mutation SupportKbImport($input: KbImportInput!) {\n    kbImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": typeof types.SupportKbImportDocument,
    "\n  mutation SupportProjectCreate($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { code } }\n  }\n": typeof types.SupportProjectCreateDocument,
    "\n  mutation SupportJobCancel($input: JobCancelInput!) {\n    jobCancel(input: $input) { job { id state } userErrors { code } }\n  }\n": typeof types.SupportJobCancelDocument,
    "\n  mutation SupportJobRetry($input: JobRetryInput!) {\n    jobRetry(input: $input) { job { id state } userErrors { code } }\n  }\n": typeof types.SupportJobRetryDocument,
    "\n  query KbArticleWhole($id: ID!) {\n    kbArticle(id: $id) {\n      id title body bodyHtml tags state availableTransitions embeddingState version publishedAt\n      versions(first: 20) {\n        totalCount\n        nodes { id number change title body tags state author { kind label } }\n      }\n    }\n  }\n": typeof types.KbArticleWholeDocument,
    "\n  mutation KbUpdate($input: KbArticleUpdateInput!) {\n    kbArticleUpdate(input: $input) {\n      kbArticle { id title version tags state embeddingState }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n": typeof types.KbUpdateDocument,
    "\n  mutation KbPublish($input: KbArticlePublishInput!) {\n    kbArticlePublish(input: $input) { kbArticle { id state version } job { id } userErrors { code message path } }\n  }\n": typeof types.KbPublishDocument,
    "\n  mutation KbArchive($input: KbArticleArchiveInput!) {\n    kbArticleArchive(input: $input) { kbArticle { id state version } job { id } userErrors { code message path } }\n  }\n": typeof types.KbArchiveDocument,
    "\n  mutation KbVersionRestore($input: KbArticleVersionRestoreInput!) {\n    kbArticleVersionRestore(input: $input) {\n      kbArticle { id title body version state }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n": typeof types.KbVersionRestoreDocument,
    "\n  mutation KbCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) {\n      kbArticle { id state version tags }\n      job { id }\n      deduplicated\n      userErrors { code message path }\n    }\n  }\n": typeof types.KbCreateDocument,
    "\n  query KbFiltered($filter: KbArticleFilter) {\n    kbArticles(first: 50, filter: $filter) { nodes { id title } totalCount }\n  }\n": typeof types.KbFilteredDocument,
    "\n  query KbSearchWhole($query: String!, $first: Int, $projectId: ID, $filter: KbArticleFilter) {\n    kbSearch(query: $query, first: $first, projectId: $projectId, filter: $filter) {\n      edges {\n        score lexicalScore semanticScore\n        highlight { heading parts { text isMatch } }\n        node { id title state }\n      }\n    }\n  }\n": typeof types.KbSearchWholeDocument,
    "\n  mutation KbWeigh($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { lexicalShare version } userErrors { code path } }\n  }\n": typeof types.KbWeighDocument,
    "\n  mutation KbImportArchive($input: KbArchiveImportInput!) {\n    kbArchiveImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": typeof types.KbImportArchiveDocument,
    "\n  query KbJobResult($id: ID!) {\n    job(id: $id) { state attempt progress { percent counters } }\n  }\n": typeof types.KbJobResultDocument,
    "\n  query KbSuggestionList($filter: KbSuggestionFilter) {\n    kbSuggestions(first: 20, filter: $filter) {\n      totalCount\n      nodes { id title state version caseCount availableTransitions cases { subject } article { id } }\n    }\n  }\n": typeof types.KbSuggestionListDocument,
    "\n  mutation KbSuggestionsLook($input: KbSuggestionsRefreshInput!) {\n    kbSuggestionsRefresh(input: $input) { job { id } userErrors { code path } }\n  }\n": typeof types.KbSuggestionsLookDocument,
    "\n  mutation KbSuggestionTake($input: KbSuggestionAcceptInput!) {\n    kbSuggestionAccept(input: $input) {\n      kbSuggestion { id state version availableTransitions }\n      kbArticle { id state title body }\n      userErrors { code path }\n    }\n  }\n": typeof types.KbSuggestionTakeDocument,
    "\n  mutation KbSuggestionDrop($input: KbSuggestionDismissInput!) {\n    kbSuggestionDismiss(input: $input) { kbSuggestion { id state } userErrors { code path } }\n  }\n": typeof types.KbSuggestionDropDocument,
    "\n  query KbSchedules { schedules(first: 50) { nodes { id key isHeld isPaused lastRunAt } } }\n": typeof types.KbSchedulesDocument,
    "\n  mutation KbScheduleRunNow($input: ScheduleRunNowInput!) {\n    scheduleRunNow(input: $input) { job { id } userErrors { code message } }\n  }\n": typeof types.KbScheduleRunNowDocument,
    "\n  mutation KbProjectArchive($input: ProjectArchiveInput!) {\n    projectArchive(input: $input) { userErrors { code } }\n  }\n": typeof types.KbProjectArchiveDocument,
    "\n  mutation KbProjectRestore($input: ProjectRestoreInput!) {\n    projectRestore(input: $input) { userErrors { code } }\n  }\n": typeof types.KbProjectRestoreDocument,
    "\n  mutation TakeOver($input: CaseTakeOverInput!) {\n    caseTakeOver(input: $input) {\n      case { id state version assignee { user { email } } replyDraft { id state } }\n      userErrors { code path }\n    }\n  }\n": typeof types.TakeOverDocument,
    "\n  mutation HandBack($input: CaseHandBackInput!) {\n    caseHandBack(input: $input) { case { id state assignee { id } } job { id } userErrors { code path } }\n  }\n": typeof types.HandBackDocument,
    "\n  mutation StartPipeline($input: PipelineStartInput!) {\n    pipelineStart(input: $input) { case { id state } job { id } userErrors { code path } }\n  }\n": typeof types.StartPipelineDocument,
    "\n  subscription FollowDraft($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseSnapshot { draftedSoFar }\n      ... on ReplyDraftDelta { draftId offset text }\n      ... on ReplyDraftChanged { draftState: state draft { id } }\n    }\n  }\n": typeof types.FollowDraftDocument,
    "\n  query SupportTriageQuality($projectId: ID!, $window: TriageQualityWindow) {\n    triageQuality(projectId: $projectId, window: $window) {\n      from until decided judged corrected correctedShare meanConfidence\n      type {\n        cells { machine person count }\n        figures { count wrong accuracy macroF1 classes { label support predicted precision recall f1 } }\n      }\n      severity {\n        cells { machine person count }\n        figures { count wrong accuracy macroF1 classes { label support predicted precision recall f1 } }\n      }\n      weeks { week startsOn decided judged corrected correctedShare meanConfidence shift types { type count } }\n    }\n  }\n": typeof types.SupportTriageQualityDocument,
    "\n  query SupportTriageModels($filter: TriageModelFilter) {\n    triageModels(first: 30, filter: $filter) {\n      nodes {\n        id number state outcome sampleCount heldOutCount contentVersion isHeld activatedBy version availableTransitions\n        before { count wrong macroF1 }\n        after { count wrong macroF1 classes { label support f1 } }\n      }\n      totalCount\n    }\n  }\n": typeof types.SupportTriageModelsDocument,
    "\n  mutation SupportTriageTrain($input: TriageTrainInput!) {\n    triageTrain(input: $input) { job { id state } userErrors { code path } }\n  }\n": typeof types.SupportTriageTrainDocument,
    "\n  mutation SupportTriageModelActivate($input: TriageModelActivateInput!) {\n    triageModelActivate(input: $input) { triageModel { id number state isHeld version } userErrors { code path } }\n  }\n": typeof types.SupportTriageModelActivateDocument,
    "\n  mutation SupportTriageModelRetire($input: TriageModelRetireInput!) {\n    triageModelRetire(input: $input) { triageModel { id state version } userErrors { code path } }\n  }\n": typeof types.SupportTriageModelRetireDocument,
    "\n  query SupportCaseTriageOf($id: ID!) {\n    case(id: $id) {\n      state\n      triage { type severity confidence decidedBy machine { type severity confidence reasoning decidedAt } }\n    }\n  }\n": typeof types.SupportCaseTriageOfDocument,
    "\n  query SupportCaseWork($id: ID!) {\n    case(id: $id) {\n      id number version state tags priority isPriorityFixed\n      assignee { id }\n      messages(first: 20) { nodes { id direction body author { kind label } attachments { name contentType bytes isStored } } }\n    }\n  }\n": typeof types.SupportCaseWorkDocument,
    "\n  query SupportMembers {\n    memberships(first: 50) { nodes { id role user { email } } }\n  }\n": typeof types.SupportMembersDocument,
    "\n  mutation SupportMembershipRevoke($input: MembershipRevokeInput!) {\n    membershipRevoke(input: $input) { userErrors { code } }\n  }\n": typeof types.SupportMembershipRevokeDocument,
    "\n  mutation SupportProjectRestrict($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { id isRestricted } userErrors { code } }\n  }\n": typeof types.SupportProjectRestrictDocument,
    "\n  query SupportCaseNumbers($filter: CaseFilter) {\n    cases(first: 100, filter: $filter, orderBy: { field: NUMBER, direction: ASC }) { nodes { number } }\n  }\n": typeof types.SupportCaseNumbersDocument,
    "\n  mutation SupportCaseAssign($input: CaseAssignInput!) {\n    caseAssign(input: $input) { case { version assignee { id } } userErrors { code message path } }\n  }\n": typeof types.SupportCaseAssignDocument,
    "\n  mutation SupportCaseUnassign($input: CaseUnassignInput!) {\n    caseUnassign(input: $input) { case { version assignee { id } } userErrors { code message path } }\n  }\n": typeof types.SupportCaseUnassignDocument,
    "\n  mutation SupportCaseTagsAdd($input: CaseTagsAddInput!) {\n    caseTagsAdd(input: $input) { case { version tags } userErrors { code message path } }\n  }\n": typeof types.SupportCaseTagsAddDocument,
    "\n  mutation SupportCaseTagsRemove($input: CaseTagsRemoveInput!) {\n    caseTagsRemove(input: $input) { case { version tags } userErrors { code message path } }\n  }\n": typeof types.SupportCaseTagsRemoveDocument,
    "\n  mutation SupportCaseTagsSet($input: CaseTagsSetInput!) {\n    caseTagsSet(input: $input) { case { version tags } userErrors { code message path } }\n  }\n": typeof types.SupportCaseTagsSetDocument,
    "\n  mutation SupportCasePrioritySet($input: CasePrioritySetInput!) {\n    casePrioritySet(input: $input) { case { version priority isPriorityFixed } userErrors { code message path } }\n  }\n": typeof types.SupportCasePrioritySetDocument,
    "\n  mutation SupportCaseNoteAdd($input: CaseNoteAddInput!) {\n    caseNoteAdd(input: $input) {\n      case { id }\n      message { id direction body author { kind label } attachments { id name contentType bytes isStored } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportCaseNoteAddDocument,
    "\n  subscription SupportCaseWorkEvents($caseId: ID!) {\n    caseEvents(caseId: $caseId) {\n      __typename\n      ... on CaseAssigned { assignee { id } version }\n      ... on CaseTagsChanged { tags }\n      ... on CasePriorityChanged { from to }\n      ... on CaseSlaBreached { clock dueAt }\n      ... on CaseMessageAdded { direction message { body } }\n    }\n  }\n": typeof types.SupportCaseWorkEventsDocument,
    "\n  mutation SupportSlaPolicySet($input: SlaPolicySetInput!) {\n    slaPolicySet(input: $input) {\n      project { version slaPolicy { priority firstAnswerMinutes resolutionMinutes } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportSlaPolicySetDocument,
    "\n  query SupportCaseSla($id: ID!) {\n    case(id: $id) {\n      number state version priority openedAt wakesAt\n      firstAnswerDueAt firstAnsweredAt firstAnswerSla\n      resolutionDueAt resolvedAt resolutionSla\n    }\n  }\n": typeof types.SupportCaseSlaDocument,
    "\n  mutation SupportCaseOpenWithDue($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id openedAt firstAnswerDueAt resolutionDueAt firstAnswerSla resolutionSla } }\n  }\n": typeof types.SupportCaseOpenWithDueDocument,
    "\n  mutation SupportCaseSnooze($input: CaseSnoozeInput!) {\n    caseSnooze(input: $input) { case { version wakesAt resolutionSla } userErrors { code message path } }\n  }\n": typeof types.SupportCaseSnoozeDocument,
    "\n  mutation SupportCaseWake($input: CaseWakeInput!) {\n    caseWake(input: $input) { case { version wakesAt } userErrors { code message path } }\n  }\n": typeof types.SupportCaseWakeDocument,
    "\n  mutation SupportCaseMerge($input: CaseMergeInput!) {\n    caseMerge(input: $input) {\n      case { id state version mergedInto { id } replyDraft { state } pipeline { state } messages { totalCount } }\n      into { id state mergedCases { nodes { number } } messages(first: 20) { nodes { body } } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportCaseMergeDocument,
    "\n  query SupportCaseMerged($id: ID!) {\n    case(id: $id) {\n      number state mergedInto { id } customer { id email addresses mergedInto { id } cases { totalCount } }\n      pipeline { state }\n      messages(first: 20) { nodes { body direction } }\n    }\n  }\n": typeof types.SupportCaseMergedDocument,
    "\n  mutation SupportCustomerMerge($input: CustomerMergeInput!) {\n    customerMerge(input: $input) {\n      customer { id email addresses }\n      movedCases\n      userErrors { code message path }\n    }\n  }\n": typeof types.SupportCustomerMergeDocument,
    "\n  query SupportCaseSearch($query: String!, $first: Int, $after: String, $filter: CaseFilter) {\n    caseSearch(query: $query, first: $first, after: $after, filter: $filter) {\n      edges { score node { id number subject } highlight { message { direction } parts { text isMatch } } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.SupportCaseSearchDocument,
    "\n  mutation SupportCaseBulk($input: CaseBulkActionInput!) {\n    caseBulkAction(input: $input) { matched sample { id number } job { id } userErrors { code message path } }\n  }\n": typeof types.SupportCaseBulkDocument,
    "\n  query SupportBulkJob($id: ID!) {\n    job(id: $id) {\n      state\n      bulkSummary {\n        action matched processed done skipped isStopped\n        refusals { code count }\n        caseFailures { id code message case { number } }\n      }\n    }\n  }\n": typeof types.SupportBulkJobDocument,
    "\n  subscription SupportCaseAssignments {\n    tenantEvents(kinds: [CASE_ASSIGNED, CASE_UNASSIGNED]) {\n      kind\n      requestId\n      actor { kind label }\n      subject { id }\n      details { ... on CaseAssignmentDetails { from { id } fromLabel to { id } } }\n    }\n  }\n": typeof types.SupportCaseAssignmentsDocument,
    "\n  mutation FakeProvider($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id } userErrors { code message } }\n  }\n": typeof types.FakeProviderDocument,
    "\n  mutation FakeModel($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id } userErrors { code message } }\n  }\n": typeof types.FakeModelDocument,
    "\n  mutation RouteToFake($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { purpose } userErrors { code message } }\n  }\n": typeof types.RouteToFakeDocument,
    "\n  mutation TestSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { id } tenant { id slug } projects { nodes { id key } } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.TestSignUpDocument,
    "\n  mutation TestSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { user { id } } userErrors { code } }\n  }\n": typeof types.TestSignInDocument,
    "\n  mutation WeekSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { tenant { id slug } projects { nodes { id key version } } }\n      userErrors { code message path }\n    }\n  }\n": typeof types.WeekSignUpDocument,
    "\n  subscription WeekWatch($after: EventCursor) {\n    tenantEvents(after: $after) {\n      cursor\n      kind\n      subject { id }\n      actor { kind label }\n      details {\n        __typename\n        ... on CaseMoveDetails { from to }\n        ... on BudgetStandDetails { spent { amount } amount { amount } }\n        ... on TriageTrainingDetails { outcome samples }\n      }\n    }\n  }\n": typeof types.WeekWatchDocument,
    "\n  mutation WeekImportArticles($input: KbArchiveImportInput!) {\n    kbArchiveImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": typeof types.WeekImportArticlesDocument,
    "\n  mutation WeekImportHistory($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": typeof types.WeekImportHistoryDocument,
    "\n  subscription WeekFollowJob($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobSnapshot { job { state } }\n      ... on JobFinished { state error { code message } }\n    }\n  }\n": typeof types.WeekFollowJobDocument,
    "\n  mutation WeekCreateChannel($input: ChannelCreateInput!) {\n    channelCreate(input: $input) { channel { id hookPath } secret userErrors { code message path } }\n  }\n": typeof types.WeekCreateChannelDocument,
    "\n  mutation WeekCreateApiKey($input: ApiKeyCreateInput!) {\n    apiKeyCreate(input: $input) { apiKey { id scopes } secret userErrors { code message path } }\n  }\n": typeof types.WeekCreateApiKeyDocument,
    "\n  mutation WeekOpenCase($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id number } deduplicated userErrors { code message path } }\n  }\n": typeof types.WeekOpenCaseDocument,
    "\n  subscription WeekFollowCase($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseSnapshot { case { state } }\n      ... on CaseStateChanged { from to }\n      ... on ReplyDraftDelta { offset text }\n    }\n  }\n": typeof types.WeekFollowCaseDocument,
    "\n  query WeekInbox {\n    approvals(filter: { state: { eq: PENDING } }) {\n      nodes {\n        id\n        kind\n        title\n        reason\n        confidence\n        version\n        subject { id ... on ReplyDraft { case { id } } ... on ChangeRequest { case { id } } }\n      }\n    }\n  }\n": typeof types.WeekInboxDocument,
    "\n  query WeekReadCase($id: ID!) {\n    case(id: $id) {\n      number\n      state\n      version\n      triage { type severity confidence reasoning decidedBy }\n      decisions(first: 10) { nodes { kind outcome confidence reasons } }\n      matches(first: 3) { edges { score node { title } } }\n      replyDraft { id state body version citations { title } }\n      changeRequest { id state version summary riskLevel affectedSurfaces testIdeas }\n      pipeline { state steps { kind state } }\n      messages(first: 20) { nodes { direction body } }\n    }\n  }\n": typeof types.WeekReadCaseDocument,
    "\n  mutation WeekEditReply($input: ReplyEditInput!) {\n    replyEdit(input: $input) { replyDraft { id body version } userErrors { code message path } }\n  }\n": typeof types.WeekEditReplyDocument,
    "\n  mutation WeekApprove($input: ApprovalApproveInput!) {\n    approvalApprove(input: $input) { approval { state decidedBy { label } } userErrors { code message path } }\n  }\n": typeof types.WeekApproveDocument,
    "\n  mutation WeekCorrectTriage($input: CaseTriageCorrectInput!) {\n    caseTriageCorrect(input: $input) { case { triage { type severity decidedBy } } userErrors { code message path } }\n  }\n": typeof types.WeekCorrectTriageDocument,
    "\n  mutation WeekCreateProvider($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id } userErrors { code message path } }\n  }\n": typeof types.WeekCreateProviderDocument,
    "\n  mutation WeekCreateModel($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id } userErrors { code message path } }\n  }\n": typeof types.WeekCreateModelDocument,
    "\n  mutation WeekSetRoute($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { purpose tier } userErrors { code message path } }\n  }\n": typeof types.WeekSetRouteDocument,
    "\n  mutation WeekSetBudget($input: BudgetSetInput!) {\n    budgetSet(input: $input) { budget { id state spent { amount } } userErrors { code message path } }\n  }\n": typeof types.WeekSetBudgetDocument,
    "\n  query WeekWaiting {\n    jobs(filter: { state: { eq: RETRYING } }) { nodes { id kind error { code } subject { id } } }\n  }\n": typeof types.WeekWaitingDocument,
    "\n  query WeekReport($projectId: ID!) {\n    usage(groupBy: MODEL) { key calls inputTokens outputTokens cost { amount currency } }\n    budgets { nodes { state amount { amount } spent { amount } } }\n    triageQuality(projectId: $projectId) {\n      decided\n      judged\n      corrected\n      type { cells { machine person count } }\n      weeks { decided corrected meanConfidence }\n    }\n    cases { totalCount }\n    systemHealth { state }\n  }\n": typeof types.WeekReportDocument,
    "\n  mutation ToolSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken userErrors { message } }\n  }\n": typeof types.ToolSignInDocument,
    "\n  query ToolProjects($after: String) {\n    projects(first: 100, after: $after) { nodes { id key } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.ToolProjectsDocument,
    "\n  mutation ToolProjectCreate($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { message path } }\n  }\n": typeof types.ToolProjectCreateDocument,
    "\n  mutation ToolCaseImport($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { message path } }\n  }\n": typeof types.ToolCaseImportDocument,
    "\n  mutation ToolKbImport($input: KbImportInput!) {\n    kbImport(input: $input) { job { id } userErrors { message path } }\n  }\n": typeof types.ToolKbImportDocument,
    "\n  subscription ToolJobEvents($jobId: ID!) {\n    jobEvents(jobId: $jobId) {\n      __typename\n      ... on JobProgressed { percent }\n      ... on JobFinished { state error { message } }\n    }\n  }\n": typeof types.ToolJobEventsDocument,
    "\n  query ToolJob($id: ID!, $after: String) {\n    job(id: $id) {\n      progress { counters }\n      children(first: 100, after: $after) {\n        nodes { id state }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": typeof types.ToolJobDocument,
    "\n  query ToolOpenJobs($kind: String!) {\n    jobs(first: 20, filter: { kind: { eq: $kind }, state: { in: [SCHEDULED, QUEUED, ACTIVE, RETRYING] } }) {\n      nodes { id subject { id } }\n    }\n  }\n": typeof types.ToolOpenJobsDocument,
    "\n  query SmokeViewer { viewer { tenant { id } } }\n": typeof types.SmokeViewerDocument,
    "\n  mutation SmokePing { jobPing(input: { steps: 3 }) { job { id } userErrors { message } } }\n": typeof types.SmokePingDocument,
    "\n  subscription SmokeEvents($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobFinished { state }\n    }\n  }\n": typeof types.SmokeEventsDocument,
};
const documents: Documents = {
    "\n  mutation E2eArticleCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) { kbArticle { id title } job { id } userErrors { code message path } }\n  }\n": types.E2eArticleCreateDocument,
    "\n  mutation E2eCaseOpen($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id number state } job { id } userErrors { code message path } }\n  }\n": types.E2eCaseOpenDocument,
    "\n  subscription E2eFollowJob($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobProgressed { stage percent }\n      ... on JobFinished { state error { code message } }\n    }\n  }\n": types.E2eFollowJobDocument,
    "\n  query E2eCase($id: ID!) {\n    case(id: $id) {\n      state\n      triage { type severity confidence reasoning decidedBy }\n      matches(first: 5) { edges { score node { title } } }\n      replyDraft { id state body citations { title } version }\n      pipeline { state steps { kind state attempts } }\n      messages(first: 20) { nodes { direction body } }\n    }\n  }\n": types.E2eCaseDocument,
    "\n  mutation E2eReplyApprove($input: ReplyApproveInput!) {\n    replyApprove(input: $input) { replyDraft { state } case { state } userErrors { code message path } }\n  }\n": types.E2eReplyApproveDocument,
    "\n  mutation OpenCaseBeforeOutage($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } } }\n": types.OpenCaseBeforeOutageDocument,
    "\n  subscription WatchSubjectsInOutage($kinds: [TenantEventKind!]) {\n    tenantEvents(kinds: $kinds) { data subject { ... on Case { id subject } } }\n  }\n": types.WatchSubjectsInOutageDocument,
    "\n  query ApprovalInbox($filter: ApprovalFilter, $orderBy: ApprovalOrder) {\n    approvals(first: 20, filter: $filter, orderBy: $orderBy) {\n      nodes {\n        id kind state title reason confidence version requestedAt expiresAt decidedAt note availableTransitions\n        requestedBy { kind label }\n        decidedBy { kind label }\n        job { kind }\n        project { id }\n        subject {\n          __typename id\n          ... on ReplyDraft { draftState: state body approval { id state } }\n          ... on ChangeRequest { changeState: state approval { id state } }\n        }\n      }\n      totalCount\n    }\n  }\n": types.ApprovalInboxDocument,
    "\n  mutation ApproveApproval($input: ApprovalApproveInput!) {\n    approvalApprove(input: $input) {\n      approval { id state version note decidedBy { label } subject { id } }\n      userErrors { code path }\n    }\n  }\n": types.ApproveApprovalDocument,
    "\n  mutation RejectApproval($input: ApprovalRejectInput!) {\n    approvalReject(input: $input) { approval { id state note } userErrors { code path } }\n  }\n": types.RejectApprovalDocument,
    "\n  subscription FollowApprovals($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on ApprovalChanged { state version approval { id } }\n    }\n  }\n": types.FollowApprovalsDocument,
    "\n  mutation AskTheCouncil($input: CouncilAskInput!) {\n    councilAsk(input: $input) {\n      council { id state quorum version members { seat label state builtIn } criteria { name weight } }\n      job { id state }\n      deduplicated\n      userErrors { code path }\n    }\n  }\n": types.AskTheCouncilDocument,
    "\n  query TheCouncil($id: ID!) {\n    node(id: $id) {\n      ... on Council {\n        id state question quorum version availableTransitions\n        subject { id }\n        members { seat label state model { name } route { purpose } error { code } }\n        answers { text score member { label } votes { total voter { label } } }\n        votes { total voter { label } answer { member { label } } scores { criterion score reason } }\n        verdict { score rule answer { text member { label } } reasons { criterion score reason } standings { score member { label } } }\n        error { code message }\n        job { id state error { code } }\n      }\n    }\n  }\n": types.TheCouncilDocument,
    "\n  subscription FollowTheCouncil($id: ID!, $after: EventCursor) {\n    councilEvents(councilId: $id, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CouncilSnapshot { council { state answers { text } votes { total } } }\n      ... on CouncilStateChanged { from to version }\n      ... on CouncilAnswerGiven { answer { text member { label } } }\n      ... on CouncilVoteCast { vote { total voter { label } answer { member { label } } } }\n      ... on CouncilMemberFailed { errorCode member { label } }\n      ... on CouncilVerdictReached { score answer { member { label } } }\n      ... on CouncilFinished { state why: errorCode }\n    }\n  }\n": types.FollowTheCouncilDocument,
    "\n  mutation CancelTheCouncil($input: CouncilCancelInput!) {\n    councilCancel(input: $input) { council { id state } job { state } userErrors { code path } }\n  }\n": types.CancelTheCouncilDocument,
    "\n  query TheCouncils($filter: CouncilFilter) { councils(filter: $filter) { nodes { id state } totalCount } }\n": types.TheCouncilsDocument,
    "\n  mutation CouncilBudget($input: BudgetSetInput!) { budgetSet(input: $input) { userErrors { code } } }\n": types.CouncilBudgetDocument,
    "\n  mutation CouncilRetry($id: ID!) { jobRetry(input: { id: $id }) { userErrors { code } } }\n": types.CouncilRetryDocument,
    "\n  mutation CouncilArticle($input: KbArticleCreateInput!) { kbArticleCreate(input: $input) { kbArticle { id } userErrors { code } } }\n": types.CouncilArticleDocument,
    "\n  query CouncilUses { llmCalls { nodes { purpose state subject { id } } } usage(groupBy: PURPOSE) { key calls } }\n": types.CouncilUsesDocument,
    "\n  query OwnSessions($first: Int) {\n    authSessions(first: $first) {\n      nodes { id device userAgent address createdAt lastSeenAt expiresAt endedAt isCurrent }\n      totalCount\n    }\n  }\n": types.OwnSessionsDocument,
    "\n  mutation SessionEndOnce($id: ID!) {\n    authSessionEnd(input: { id: $id }) { authSession { id endedAt isCurrent } userErrors { code path } }\n  }\n": types.SessionEndOnceDocument,
    "mutation SessionsEndOthers { authSessionsEndOthers { endedCount userErrors { code } } }": types.SessionsEndOthersDocument,
    "\n  mutation SignInForSession($email: String!, $password: String!) {\n    signIn(input: { email: $email, password: $password }) { accessToken }\n  }\n": types.SignInForSessionDocument,
    "query SessionNode($id: ID!) { node(id: $id) { __typename id } viewer { role } }": types.SessionNodeDocument,
    "\n  mutation EmailVerifyOnce($token: String!) {\n    emailVerify(input: { token: $token }) { email userErrors { code message path } }\n  }\n": types.EmailVerifyOnceDocument,
    "mutation EmailResend { emailVerificationResend { userErrors { code } } }": types.EmailResendDocument,
    "\n  mutation EmailChangeOnce($newEmail: String!, $password: String!) {\n    emailChange(input: { newEmail: $newEmail, password: $password }) { userErrors { code message path } }\n  }\n": types.EmailChangeOnceDocument,
    "\n  mutation ProfileOnce($input: ProfileUpdateInput!) {\n    profileUpdate(input: $input) { user { name version isEmailVerified } userErrors { code message path } }\n  }\n": types.ProfileOnceDocument,
    "query MeWithEmail { viewer { user { id name email isEmailVerified version } } }": types.MeWithEmailDocument,
    "\n  mutation SignInWithEmail($email: String!, $password: String!) {\n    signIn(input: { email: $email, password: $password }) { accessToken userErrors { code } }\n  }\n": types.SignInWithEmailDocument,
    "\n  mutation ProjectOfUnverified { projectCreate(input: { key: \"fresh\", name: \"Fresh\" }) { project { id } userErrors { code } } }\n": types.ProjectOfUnverifiedDocument,
    "\n  mutation Invite($input: InvitationCreateInput!) {\n    invitationCreate(input: $input) {\n      invitation { id email role state version projects { key } invitedBy { email } } token userErrors { code path }\n    }\n  }\n": types.InviteDocument,
    "\n  mutation InviteAgain($input: InvitationResendInput!) {\n    invitationResend(input: $input) { invitation { id state version } token userErrors { code path } }\n  }\n": types.InviteAgainDocument,
    "\n  mutation Disinvite($input: InvitationRevokeInput!) {\n    invitationRevoke(input: $input) { invitation { state } userErrors { code path } }\n  }\n": types.DisinviteDocument,
    "\n  mutation AcceptInvitation($input: InvitationAcceptInput!) {\n    invitationAccept(input: $input) {\n      accessToken viewer { user { email name } tenant { slug } role projects { nodes { key } } }\n      userErrors { code message path }\n    }\n  }\n": types.AcceptInvitationDocument,
    "\n  query ListInvitations($filter: InvitationFilter) {\n    invitations(filter: $filter) { nodes { email state } totalCount }\n  }\n": types.ListInvitationsDocument,
    "\n  mutation ProjectOfInvited($input: ProjectCreateInput!) { projectCreate(input: $input) { project { id } } }\n": types.ProjectOfInvitedDocument,
    "\n  mutation KeyOfMember($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret userErrors { code } } }\n": types.KeyOfMemberDocument,
    "\n  mutation ProjectByMember($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { code } }\n  }\n": types.ProjectByMemberDocument,
    "subscription EventsForMember { tenantEvents { kind subject { id } } }": types.EventsForMemberDocument,
    "\n  mutation ResetAsk($email: String!) {\n    passwordResetRequest(input: { email: $email }) { userErrors { code message path } }\n  }\n": types.ResetAskDocument,
    "\n  mutation ResetUse($token: String!, $newPassword: String!) {\n    passwordReset(input: { token: $token, newPassword: $newPassword }) { userErrors { code message path } }\n  }\n": types.ResetUseDocument,
    "\n  mutation PasswordChangeOnce($currentPassword: String!, $newPassword: String!) {\n    passwordChange(input: { currentPassword: $currentPassword, newPassword: $newPassword }) { userErrors { code message path } }\n  }\n": types.PasswordChangeOnceDocument,
    "\n  mutation SignInWithPassword($email: String!, $password: String!, $tenantSlug: String) {\n    signIn(input: { email: $email, password: $password, tenantSlug: $tenantSlug }) { accessToken userErrors { code } }\n  }\n": types.SignInWithPasswordDocument,
    "query WhoHasPassword { viewer { user { email isEmailVerified } } }": types.WhoHasPasswordDocument,
    "\n  mutation SignUpWithPassword($input: SignUpInput!) { signUp(input: $input) { accessToken userErrors { code path } } }\n": types.SignUpWithPasswordDocument,
    "\n  query MembersOfTenant($filter: MembershipFilter) {\n    memberships(filter: $filter) { nodes { id role version user { id email name } } totalCount }\n  }\n": types.MembersOfTenantDocument,
    "\n  mutation UpdateMember($input: MembershipUpdateInput!) {\n    membershipUpdate(input: $input) { membership { id role version user { email } } userErrors { code path } }\n  }\n": types.UpdateMemberDocument,
    "\n  mutation RevokeMember($input: MembershipRevokeInput!) {\n    membershipRevoke(input: $input) { membership { id role user { email } } userErrors { code path } }\n  }\n": types.RevokeMemberDocument,
    "\n  mutation LeaveTenant($input: MembershipLeaveInput!) {\n    membershipLeave(input: $input) { membership { id user { email } } userErrors { code path } }\n  }\n": types.LeaveTenantDocument,
    "\n  mutation SignInTo($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { tenant { slug } role } userErrors { code path } }\n  }\n": types.SignInToDocument,
    "query WhoIsThis { viewer { user { id email } tenant { slug } role } }": types.WhoIsThisDocument,
    "\n  mutation CreateProject($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id isRestricted version } userErrors { code path } }\n  }\n": types.CreateProjectDocument,
    "\n  mutation UpdateProject($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { name replyMode isRestricted version } userErrors { code path } }\n  }\n": types.UpdateProjectDocument,
    "\n  mutation ArchiveProject($input: ProjectArchiveInput!) {\n    projectArchive(input: $input) { project { archivedAt version } userErrors { code path } }\n  }\n": types.ArchiveProjectDocument,
    "\n  mutation RestoreProject($input: ProjectRestoreInput!) {\n    projectRestore(input: $input) { project { archivedAt } userErrors { code } }\n  }\n": types.RestoreProjectDocument,
    "\n  mutation AddProjectMember($input: ProjectMemberAddInput!) {\n    projectMemberAdd(input: $input) {\n      project { members { nodes { user { email } } totalCount } } membership { id } userErrors { code path }\n    }\n  }\n": types.AddProjectMemberDocument,
    "\n  mutation RemoveProjectMember($input: ProjectMemberRemoveInput!) {\n    projectMemberRemove(input: $input) { project { members { totalCount } } userErrors { code path } }\n  }\n": types.RemoveProjectMemberDocument,
    "\n  query ProjectsSeen($isArchived: Boolean) {\n    projects(isArchived: $isArchived) { nodes { key } totalCount } viewer { projects { nodes { key } } }\n  }\n": types.ProjectsSeenDocument,
    "subscription FollowProjects { tenantEvents { kind } }": types.FollowProjectsDocument,
    "\n  mutation OpenCaseInProject($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code path } } }\n": types.OpenCaseInProjectDocument,
    "\n  mutation SignUpOnce($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { email } tenant { slug } role projects(first: 10) { nodes { key } totalCount } }\n      userErrors { code message path }\n    }\n  }\n": types.SignUpOnceDocument,
    "\n  mutation SignInOnce($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { role } userErrors { code message path } }\n  }\n": types.SignInOnceDocument,
    "query WhoAmI { viewer { user { email } tenant { slug } role } }": types.WhoAmIDocument,
    "mutation RefreshOnce { tokenRefresh { accessToken userErrors { code } } }": types.RefreshOnceDocument,
    "mutation SignOutOnce { signOut { userErrors { code } } }": types.SignOutOnceDocument,
    "\n  query TenantsOfViewer { viewer { memberships { tenant { id slug name } role isCurrent joinedAt } } }\n": types.TenantsOfViewerDocument,
    "\n  mutation SwitchTenant($input: TenantSwitchInput!) {\n    tenantSwitch(input: $input) {\n      accessToken accessTokenExpiresAt viewer { user { email } tenant { id slug } role } userErrors { code message path }\n    }\n  }\n": types.SwitchTenantDocument,
    "\n  mutation UpdateTenant($input: TenantUpdateInput!) {\n    tenantUpdate(input: $input) { tenant { slug name version } userErrors { code path } }\n  }\n": types.UpdateTenantDocument,
    "\n  mutation KeyOfTenant($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret } }\n": types.KeyOfTenantDocument,
    "\n  mutation CaseToInterrupt($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code } } }\n": types.CaseToInterruptDocument,
    "\n  query CaseInterrupted($id: ID!) {\n    case(id: $id) { state pipeline { id steps { kind state error { code } job { state error { code } } } } }\n    llmCalls { nodes { purpose state errorCode } }\n  }\n": types.CaseInterruptedDocument,
    "\n  mutation StepAfterInterruption($id: ID!) { pipelineStepRetry(input: { id: $id }) { job { id } userErrors { code } } }\n": types.StepAfterInterruptionDocument,
    "\n  mutation CouncilAfterInterruption($id: ID!) { jobRetry(input: { id: $id }) { userErrors { code } } }\n": types.CouncilAfterInterruptionDocument,
    "\n  mutation ProviderOfTest($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id name keyHint version } userErrors { code message path } }\n  }\n": types.ProviderOfTestDocument,
    "\n  mutation ProviderChangedByTest($input: ModelProviderUpdateInput!) {\n    modelProviderUpdate(input: $input) { modelProvider { id isDisabled version } userErrors { code path } }\n  }\n": types.ProviderChangedByTestDocument,
    "\n  mutation ModelOfTest($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id name tier inputPrice { amount currency } } userErrors { code path } }\n  }\n": types.ModelOfTestDocument,
    "\n  mutation RouteOfTest($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { id models { name } } userErrors { code path } }\n  }\n": types.RouteOfTestDocument,
    "\n  mutation BudgetOfTest($input: BudgetSetInput!) {\n    budgetSet(input: $input) { budget { id state spent { amount } project { id } } userErrors { code path } }\n  }\n": types.BudgetOfTestDocument,
    "\n  query ModelsOfTest {\n    modelProviders { nodes { name protocol keyHint models { nodes { name } totalCount } } totalCount }\n    modelRoutes { purpose tier models { name } }\n    budgets { nodes { period state amount { amount } spent { amount } } }\n    llmCalls { nodes { purpose state modelName inputTokens cost { amount } prompt attempts { number state } subject { __typename id } } totalCount }\n    usage(groupBy: MODEL) { key calls inputTokens cost { amount currency } }\n  }\n": types.ModelsOfTestDocument,
    "\n  mutation CaseForModels($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } job { id } userErrors { code } } }\n": types.CaseForModelsDocument,
    "\n  query CaseAfterModels($id: ID!) {\n    case(id: $id) { state triage { type severity confidence reasoning } replyDraft { state body } }\n  }\n": types.CaseAfterModelsDocument,
    "\n  subscription JobOfModels($id: ID!) { jobEvents(jobId: $id) { __typename ... on JobFinished { state } } }\n": types.JobOfModelsDocument,
    "\n  mutation ActOnJobs($input: JobBulkActionInput!) {\n    jobBulkAction(input: $input) { matched sample { id } job { id } userErrors { message path } }\n  }\n": types.ActOnJobsDocument,
    "\n  mutation ActOnLetters($input: DeadLetterBulkActionInput!) {\n    deadLetterBulkAction(input: $input) { matched sample { id } job { id } userErrors { message path } }\n  }\n": types.ActOnLettersDocument,
    "\n  query JobsOfFilter($filter: JobFilter!) { jobs(filter: $filter) { nodes { id } } }\n": types.JobsOfFilterDocument,
    "\n  mutation DetailsProjectUpdate($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { id } userErrors { code message path } }\n  }\n": types.DetailsProjectUpdateDocument,
    "\n  mutation DetailsQueuePause($input: QueuePauseInput!) {\n    queuePause(input: $input) { queue { name } userErrors { code message path } }\n  }\n": types.DetailsQueuePauseDocument,
    "\n  subscription DetailsFollow {\n    tenantEvents {\n      kind\n      data\n      details {\n        __typename\n        ... on ProjectChangeDetails { before { name } after { name } }\n        ... on QueuePauseDetails { queue reason }\n      }\n    }\n  }\n": types.DetailsFollowDocument,
    "\n  query TestHealth { systemHealth { state components { name state latencyMs message } } }\n": types.TestHealthDocument,
    "\n  query TestPlaces { jobs(first: 50, filter: { kind: { eq: \"operations.prune-history\" } }, orderBy: { field: QUEUED_AT, direction: ASC }) {\n    nodes { id queuePosition estimatedStartAt subject { __typename id ... on Project { name } } }\n  } }\n": types.TestPlacesDocument,
    "\n  query ChangeOfCase($id: ID!) {\n    case(id: $id) {\n      state\n      changeRequest {\n        id state summary affectedSurfaces riskLevel riskReason testIdeas confidence reasons version decidedAt\n        availableTransitions\n        original { summary affectedSurfaces riskLevel riskReason testIdeas }\n      }\n    }\n  }\n": types.ChangeOfCaseDocument,
    "\n  query ChangeRequests($filter: ChangeRequestFilter, $orderBy: ChangeRequestOrder) {\n    changeRequests(first: 10, filter: $filter, orderBy: $orderBy) { nodes { id state case { id } } totalCount }\n  }\n": types.ChangeRequestsDocument,
    "\n  mutation AcceptChange($input: ChangeRequestAcceptInput!) {\n    changeRequestAccept(input: $input) {\n      changeRequest { id state version }\n      case { id state }\n      userErrors { code path }\n    }\n  }\n": types.AcceptChangeDocument,
    "\n  mutation RejectChange($input: ChangeRequestRejectInput!) {\n    changeRequestReject(input: $input) {\n      changeRequest { id state version }\n      case { id state }\n      userErrors { code path }\n    }\n  }\n": types.RejectChangeDocument,
    "\n  mutation EditChange($input: ChangeRequestEditInput!) {\n    changeRequestEdit(input: $input) {\n      changeRequest { id state version summary affectedSurfaces riskLevel original { summary affectedSurfaces riskLevel } }\n      userErrors { code path }\n    }\n  }\n": types.EditChangeDocument,
    "\n  subscription FollowChange($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseStateChanged { to }\n      ... on PipelineStepChanged { kind stepTo: to }\n      ... on ChangeRequestChanged { state version changeRequest { id summary } }\n    }\n  }\n": types.FollowChangeDocument,
    "\n  mutation UpdateSupportSettings($input: SupportSettingsUpdateInput!) {\n    supportSettingsUpdate(input: $input) {\n      project {\n        id version\n        supportSettings { replyMode triageThreshold matchThreshold sendThreshold preparesChanges approvalHours }\n      }\n      userErrors { code path }\n    }\n  }\n": types.UpdateSupportSettingsDocument,
    "\n  query DecisionsOfCase($id: ID!) {\n    case(id: $id) {\n      state\n      replyDraft { id state confidence }\n      decisions(first: 20) {\n        nodes { id kind outcome confidence threshold reasons model at step { kind job { id } } }\n        totalCount\n      }\n    }\n  }\n": types.DecisionsOfCaseDocument,
    "\n  subscription FollowDecisions($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseDecided { kind outcome confidence decision { id reasons } }\n      ... on CaseStateChanged { to }\n    }\n  }\n": types.FollowDecisionsDocument,
    "\n  mutation SupportCaseOpen($input: CaseOpenInput!) {\n    caseOpen(input: $input) {\n      case { id number subject state version }\n      job { id kind state }\n      deduplicated\n      userErrors { code message path }\n    }\n  }\n": types.SupportCaseOpenDocument,
    "\n  query SupportCase($id: ID!) {\n    case(id: $id) {\n      id number subject state availableTransitions version openedAt\n      customer { email name }\n      triage { type severity confidence reasoning decidedBy }\n      matches(first: 5) { edges { score lexicalScore semanticScore node { id title } } }\n      replyDraft { id state body citations { id title } version }\n      changeRequest { id state summary riskLevel affectedSurfaces }\n      pipeline {\n        id state\n        job { id state error { code } }\n        steps { id kind state attempts startedAt finishedAt error { code message } job { id state } }\n      }\n      messages(first: 20) { nodes { id direction body sentAt } totalCount }\n      newest: messages(last: 1) { nodes { direction } }\n    }\n  }\n": types.SupportCaseDocument,
    "\n  query SupportCases($first: Int, $after: String, $filter: CaseFilter, $orderBy: CaseOrder) {\n    cases(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      nodes { id number subject state triage { type severity decidedBy } customer { email } messages(last: 3) { nodes { body } } }\n      totalCount\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.SupportCasesDocument,
    "\n  subscription SupportCaseEvents($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor at }\n      ... on CaseSnapshot { case { id state } draftedSoFar }\n      ... on CaseStateChanged { from to }\n      ... on CaseTriaged { type severity confidence decidedBy }\n      ... on CaseMatched { matches bestScore }\n      ... on PipelineStepChanged { kind stepFrom: from stepTo: to step { state } }\n      ... on ReplyDraftDelta { draftId offset text }\n      ... on ReplyDraftChanged { state draft { id body version } }\n      ... on CaseMessageAdded { message { body } }\n    }\n  }\n": types.SupportCaseEventsDocument,
    "\n  subscription SupportPipelineEvents($jobId: ID!) {\n    jobEvents(jobId: $jobId) {\n      __typename\n      ... on JobSnapshot { job { state } }\n      ... on JobProgressed { percent stage }\n      ... on JobLogAppended { line: message }\n      ... on JobFinished { state error { code } }\n    }\n  }\n": types.SupportPipelineEventsDocument,
    "\n  query SupportJob($id: ID!) {\n    job(id: $id) {\n      id kind state attempt error { code message }\n      log(first: 50) { nodes { message } }\n      children(first: 10) { nodes { kind state attempt } }\n    }\n  }\n": types.SupportJobDocument,
    "\n  query SupportJobs($filter: JobFilter) {\n    jobs(first: 50, filter: $filter) { nodes { id kind state } totalCount }\n  }\n": types.SupportJobsDocument,
    "\n  mutation SupportKbArticleCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) {\n      kbArticle { id title state embeddingState }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n": types.SupportKbArticleCreateDocument,
    "\n  query SupportKbArticle($id: ID!) {\n    kbArticle(id: $id) { id title body state embeddingState version sourceKey }\n  }\n": types.SupportKbArticleDocument,
    "\n  query SupportKbArticles($filter: KbArticleFilter) {\n    kbArticles(first: 50, filter: $filter) { nodes { id title version sourceKey embeddingState } totalCount }\n  }\n": types.SupportKbArticlesDocument,
    "\n  query SupportKbSearch($query: String!, $first: Int, $after: String, $projectId: ID) {\n    kbSearch(query: $query, first: $first, after: $after, projectId: $projectId) {\n      edges { cursor score lexicalScore semanticScore node { id title } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.SupportKbSearchDocument,
    "\n  mutation SupportCaseTriageCorrect($input: CaseTriageCorrectInput!) {\n    caseTriageCorrect(input: $input) {\n      case { id state version triage { type severity confidence decidedBy } }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n": types.SupportCaseTriageCorrectDocument,
    "\n  mutation SupportReplyApprove($input: ReplyApproveInput!) {\n    replyApprove(input: $input) {\n      replyDraft { id state version }\n      case { id state }\n      userErrors { code message path }\n    }\n  }\n": types.SupportReplyApproveDocument,
    "\n  mutation SupportReplyReject($input: ReplyRejectInput!) {\n    replyReject(input: $input) { replyDraft { id state } case { id state } userErrors { code message path } }\n  }\n": types.SupportReplyRejectDocument,
    "\n  mutation SupportReplyEdit($input: ReplyEditInput!) {\n    replyEdit(input: $input) { replyDraft { id state body version } userErrors { code message path } }\n  }\n": types.SupportReplyEditDocument,
    "\n  mutation SupportPipelineStepRetry($input: PipelineStepRetryInput!) {\n    pipelineStepRetry(input: $input) {\n      pipeline { id state steps { kind state attempts } }\n      job { id state }\n      userErrors { code message path }\n    }\n  }\n": types.SupportPipelineStepRetryDocument,
    "\n  mutation SupportCaseResolve($input: CaseResolveInput!) {\n    caseResolve(input: $input) { case { id state } userErrors { code message path } }\n  }\n": types.SupportCaseResolveDocument,
    "\n  mutation SupportCaseClose($input: CaseCloseInput!) {\n    caseClose(input: $input) { case { id state } userErrors { code message path } }\n  }\n": types.SupportCaseCloseDocument,
    "\n  mutation SupportCaseReopen($input: CaseReopenInput!) {\n    caseReopen(input: $input) { case { id state } userErrors { code message path } }\n  }\n": types.SupportCaseReopenDocument,
    "\n  mutation SupportCaseImport($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": types.SupportCaseImportDocument,
    "\n  mutation SupportKbImport($input: KbImportInput!) {\n    kbImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": types.SupportKbImportDocument,
    "\n  mutation SupportProjectCreate($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { code } }\n  }\n": types.SupportProjectCreateDocument,
    "\n  mutation SupportJobCancel($input: JobCancelInput!) {\n    jobCancel(input: $input) { job { id state } userErrors { code } }\n  }\n": types.SupportJobCancelDocument,
    "\n  mutation SupportJobRetry($input: JobRetryInput!) {\n    jobRetry(input: $input) { job { id state } userErrors { code } }\n  }\n": types.SupportJobRetryDocument,
    "\n  query KbArticleWhole($id: ID!) {\n    kbArticle(id: $id) {\n      id title body bodyHtml tags state availableTransitions embeddingState version publishedAt\n      versions(first: 20) {\n        totalCount\n        nodes { id number change title body tags state author { kind label } }\n      }\n    }\n  }\n": types.KbArticleWholeDocument,
    "\n  mutation KbUpdate($input: KbArticleUpdateInput!) {\n    kbArticleUpdate(input: $input) {\n      kbArticle { id title version tags state embeddingState }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n": types.KbUpdateDocument,
    "\n  mutation KbPublish($input: KbArticlePublishInput!) {\n    kbArticlePublish(input: $input) { kbArticle { id state version } job { id } userErrors { code message path } }\n  }\n": types.KbPublishDocument,
    "\n  mutation KbArchive($input: KbArticleArchiveInput!) {\n    kbArticleArchive(input: $input) { kbArticle { id state version } job { id } userErrors { code message path } }\n  }\n": types.KbArchiveDocument,
    "\n  mutation KbVersionRestore($input: KbArticleVersionRestoreInput!) {\n    kbArticleVersionRestore(input: $input) {\n      kbArticle { id title body version state }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n": types.KbVersionRestoreDocument,
    "\n  mutation KbCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) {\n      kbArticle { id state version tags }\n      job { id }\n      deduplicated\n      userErrors { code message path }\n    }\n  }\n": types.KbCreateDocument,
    "\n  query KbFiltered($filter: KbArticleFilter) {\n    kbArticles(first: 50, filter: $filter) { nodes { id title } totalCount }\n  }\n": types.KbFilteredDocument,
    "\n  query KbSearchWhole($query: String!, $first: Int, $projectId: ID, $filter: KbArticleFilter) {\n    kbSearch(query: $query, first: $first, projectId: $projectId, filter: $filter) {\n      edges {\n        score lexicalScore semanticScore\n        highlight { heading parts { text isMatch } }\n        node { id title state }\n      }\n    }\n  }\n": types.KbSearchWholeDocument,
    "\n  mutation KbWeigh($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { lexicalShare version } userErrors { code path } }\n  }\n": types.KbWeighDocument,
    "\n  mutation KbImportArchive($input: KbArchiveImportInput!) {\n    kbArchiveImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": types.KbImportArchiveDocument,
    "\n  query KbJobResult($id: ID!) {\n    job(id: $id) { state attempt progress { percent counters } }\n  }\n": types.KbJobResultDocument,
    "\n  query KbSuggestionList($filter: KbSuggestionFilter) {\n    kbSuggestions(first: 20, filter: $filter) {\n      totalCount\n      nodes { id title state version caseCount availableTransitions cases { subject } article { id } }\n    }\n  }\n": types.KbSuggestionListDocument,
    "\n  mutation KbSuggestionsLook($input: KbSuggestionsRefreshInput!) {\n    kbSuggestionsRefresh(input: $input) { job { id } userErrors { code path } }\n  }\n": types.KbSuggestionsLookDocument,
    "\n  mutation KbSuggestionTake($input: KbSuggestionAcceptInput!) {\n    kbSuggestionAccept(input: $input) {\n      kbSuggestion { id state version availableTransitions }\n      kbArticle { id state title body }\n      userErrors { code path }\n    }\n  }\n": types.KbSuggestionTakeDocument,
    "\n  mutation KbSuggestionDrop($input: KbSuggestionDismissInput!) {\n    kbSuggestionDismiss(input: $input) { kbSuggestion { id state } userErrors { code path } }\n  }\n": types.KbSuggestionDropDocument,
    "\n  query KbSchedules { schedules(first: 50) { nodes { id key isHeld isPaused lastRunAt } } }\n": types.KbSchedulesDocument,
    "\n  mutation KbScheduleRunNow($input: ScheduleRunNowInput!) {\n    scheduleRunNow(input: $input) { job { id } userErrors { code message } }\n  }\n": types.KbScheduleRunNowDocument,
    "\n  mutation KbProjectArchive($input: ProjectArchiveInput!) {\n    projectArchive(input: $input) { userErrors { code } }\n  }\n": types.KbProjectArchiveDocument,
    "\n  mutation KbProjectRestore($input: ProjectRestoreInput!) {\n    projectRestore(input: $input) { userErrors { code } }\n  }\n": types.KbProjectRestoreDocument,
    "\n  mutation TakeOver($input: CaseTakeOverInput!) {\n    caseTakeOver(input: $input) {\n      case { id state version assignee { user { email } } replyDraft { id state } }\n      userErrors { code path }\n    }\n  }\n": types.TakeOverDocument,
    "\n  mutation HandBack($input: CaseHandBackInput!) {\n    caseHandBack(input: $input) { case { id state assignee { id } } job { id } userErrors { code path } }\n  }\n": types.HandBackDocument,
    "\n  mutation StartPipeline($input: PipelineStartInput!) {\n    pipelineStart(input: $input) { case { id state } job { id } userErrors { code path } }\n  }\n": types.StartPipelineDocument,
    "\n  subscription FollowDraft($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseSnapshot { draftedSoFar }\n      ... on ReplyDraftDelta { draftId offset text }\n      ... on ReplyDraftChanged { draftState: state draft { id } }\n    }\n  }\n": types.FollowDraftDocument,
    "\n  query SupportTriageQuality($projectId: ID!, $window: TriageQualityWindow) {\n    triageQuality(projectId: $projectId, window: $window) {\n      from until decided judged corrected correctedShare meanConfidence\n      type {\n        cells { machine person count }\n        figures { count wrong accuracy macroF1 classes { label support predicted precision recall f1 } }\n      }\n      severity {\n        cells { machine person count }\n        figures { count wrong accuracy macroF1 classes { label support predicted precision recall f1 } }\n      }\n      weeks { week startsOn decided judged corrected correctedShare meanConfidence shift types { type count } }\n    }\n  }\n": types.SupportTriageQualityDocument,
    "\n  query SupportTriageModels($filter: TriageModelFilter) {\n    triageModels(first: 30, filter: $filter) {\n      nodes {\n        id number state outcome sampleCount heldOutCount contentVersion isHeld activatedBy version availableTransitions\n        before { count wrong macroF1 }\n        after { count wrong macroF1 classes { label support f1 } }\n      }\n      totalCount\n    }\n  }\n": types.SupportTriageModelsDocument,
    "\n  mutation SupportTriageTrain($input: TriageTrainInput!) {\n    triageTrain(input: $input) { job { id state } userErrors { code path } }\n  }\n": types.SupportTriageTrainDocument,
    "\n  mutation SupportTriageModelActivate($input: TriageModelActivateInput!) {\n    triageModelActivate(input: $input) { triageModel { id number state isHeld version } userErrors { code path } }\n  }\n": types.SupportTriageModelActivateDocument,
    "\n  mutation SupportTriageModelRetire($input: TriageModelRetireInput!) {\n    triageModelRetire(input: $input) { triageModel { id state version } userErrors { code path } }\n  }\n": types.SupportTriageModelRetireDocument,
    "\n  query SupportCaseTriageOf($id: ID!) {\n    case(id: $id) {\n      state\n      triage { type severity confidence decidedBy machine { type severity confidence reasoning decidedAt } }\n    }\n  }\n": types.SupportCaseTriageOfDocument,
    "\n  query SupportCaseWork($id: ID!) {\n    case(id: $id) {\n      id number version state tags priority isPriorityFixed\n      assignee { id }\n      messages(first: 20) { nodes { id direction body author { kind label } attachments { name contentType bytes isStored } } }\n    }\n  }\n": types.SupportCaseWorkDocument,
    "\n  query SupportMembers {\n    memberships(first: 50) { nodes { id role user { email } } }\n  }\n": types.SupportMembersDocument,
    "\n  mutation SupportMembershipRevoke($input: MembershipRevokeInput!) {\n    membershipRevoke(input: $input) { userErrors { code } }\n  }\n": types.SupportMembershipRevokeDocument,
    "\n  mutation SupportProjectRestrict($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { id isRestricted } userErrors { code } }\n  }\n": types.SupportProjectRestrictDocument,
    "\n  query SupportCaseNumbers($filter: CaseFilter) {\n    cases(first: 100, filter: $filter, orderBy: { field: NUMBER, direction: ASC }) { nodes { number } }\n  }\n": types.SupportCaseNumbersDocument,
    "\n  mutation SupportCaseAssign($input: CaseAssignInput!) {\n    caseAssign(input: $input) { case { version assignee { id } } userErrors { code message path } }\n  }\n": types.SupportCaseAssignDocument,
    "\n  mutation SupportCaseUnassign($input: CaseUnassignInput!) {\n    caseUnassign(input: $input) { case { version assignee { id } } userErrors { code message path } }\n  }\n": types.SupportCaseUnassignDocument,
    "\n  mutation SupportCaseTagsAdd($input: CaseTagsAddInput!) {\n    caseTagsAdd(input: $input) { case { version tags } userErrors { code message path } }\n  }\n": types.SupportCaseTagsAddDocument,
    "\n  mutation SupportCaseTagsRemove($input: CaseTagsRemoveInput!) {\n    caseTagsRemove(input: $input) { case { version tags } userErrors { code message path } }\n  }\n": types.SupportCaseTagsRemoveDocument,
    "\n  mutation SupportCaseTagsSet($input: CaseTagsSetInput!) {\n    caseTagsSet(input: $input) { case { version tags } userErrors { code message path } }\n  }\n": types.SupportCaseTagsSetDocument,
    "\n  mutation SupportCasePrioritySet($input: CasePrioritySetInput!) {\n    casePrioritySet(input: $input) { case { version priority isPriorityFixed } userErrors { code message path } }\n  }\n": types.SupportCasePrioritySetDocument,
    "\n  mutation SupportCaseNoteAdd($input: CaseNoteAddInput!) {\n    caseNoteAdd(input: $input) {\n      case { id }\n      message { id direction body author { kind label } attachments { id name contentType bytes isStored } }\n      userErrors { code message path }\n    }\n  }\n": types.SupportCaseNoteAddDocument,
    "\n  subscription SupportCaseWorkEvents($caseId: ID!) {\n    caseEvents(caseId: $caseId) {\n      __typename\n      ... on CaseAssigned { assignee { id } version }\n      ... on CaseTagsChanged { tags }\n      ... on CasePriorityChanged { from to }\n      ... on CaseSlaBreached { clock dueAt }\n      ... on CaseMessageAdded { direction message { body } }\n    }\n  }\n": types.SupportCaseWorkEventsDocument,
    "\n  mutation SupportSlaPolicySet($input: SlaPolicySetInput!) {\n    slaPolicySet(input: $input) {\n      project { version slaPolicy { priority firstAnswerMinutes resolutionMinutes } }\n      userErrors { code message path }\n    }\n  }\n": types.SupportSlaPolicySetDocument,
    "\n  query SupportCaseSla($id: ID!) {\n    case(id: $id) {\n      number state version priority openedAt wakesAt\n      firstAnswerDueAt firstAnsweredAt firstAnswerSla\n      resolutionDueAt resolvedAt resolutionSla\n    }\n  }\n": types.SupportCaseSlaDocument,
    "\n  mutation SupportCaseOpenWithDue($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id openedAt firstAnswerDueAt resolutionDueAt firstAnswerSla resolutionSla } }\n  }\n": types.SupportCaseOpenWithDueDocument,
    "\n  mutation SupportCaseSnooze($input: CaseSnoozeInput!) {\n    caseSnooze(input: $input) { case { version wakesAt resolutionSla } userErrors { code message path } }\n  }\n": types.SupportCaseSnoozeDocument,
    "\n  mutation SupportCaseWake($input: CaseWakeInput!) {\n    caseWake(input: $input) { case { version wakesAt } userErrors { code message path } }\n  }\n": types.SupportCaseWakeDocument,
    "\n  mutation SupportCaseMerge($input: CaseMergeInput!) {\n    caseMerge(input: $input) {\n      case { id state version mergedInto { id } replyDraft { state } pipeline { state } messages { totalCount } }\n      into { id state mergedCases { nodes { number } } messages(first: 20) { nodes { body } } }\n      userErrors { code message path }\n    }\n  }\n": types.SupportCaseMergeDocument,
    "\n  query SupportCaseMerged($id: ID!) {\n    case(id: $id) {\n      number state mergedInto { id } customer { id email addresses mergedInto { id } cases { totalCount } }\n      pipeline { state }\n      messages(first: 20) { nodes { body direction } }\n    }\n  }\n": types.SupportCaseMergedDocument,
    "\n  mutation SupportCustomerMerge($input: CustomerMergeInput!) {\n    customerMerge(input: $input) {\n      customer { id email addresses }\n      movedCases\n      userErrors { code message path }\n    }\n  }\n": types.SupportCustomerMergeDocument,
    "\n  query SupportCaseSearch($query: String!, $first: Int, $after: String, $filter: CaseFilter) {\n    caseSearch(query: $query, first: $first, after: $after, filter: $filter) {\n      edges { score node { id number subject } highlight { message { direction } parts { text isMatch } } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.SupportCaseSearchDocument,
    "\n  mutation SupportCaseBulk($input: CaseBulkActionInput!) {\n    caseBulkAction(input: $input) { matched sample { id number } job { id } userErrors { code message path } }\n  }\n": types.SupportCaseBulkDocument,
    "\n  query SupportBulkJob($id: ID!) {\n    job(id: $id) {\n      state\n      bulkSummary {\n        action matched processed done skipped isStopped\n        refusals { code count }\n        caseFailures { id code message case { number } }\n      }\n    }\n  }\n": types.SupportBulkJobDocument,
    "\n  subscription SupportCaseAssignments {\n    tenantEvents(kinds: [CASE_ASSIGNED, CASE_UNASSIGNED]) {\n      kind\n      requestId\n      actor { kind label }\n      subject { id }\n      details { ... on CaseAssignmentDetails { from { id } fromLabel to { id } } }\n    }\n  }\n": types.SupportCaseAssignmentsDocument,
    "\n  mutation FakeProvider($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id } userErrors { code message } }\n  }\n": types.FakeProviderDocument,
    "\n  mutation FakeModel($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id } userErrors { code message } }\n  }\n": types.FakeModelDocument,
    "\n  mutation RouteToFake($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { purpose } userErrors { code message } }\n  }\n": types.RouteToFakeDocument,
    "\n  mutation TestSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { id } tenant { id slug } projects { nodes { id key } } }\n      userErrors { code message path }\n    }\n  }\n": types.TestSignUpDocument,
    "\n  mutation TestSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { user { id } } userErrors { code } }\n  }\n": types.TestSignInDocument,
    "\n  mutation WeekSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { tenant { id slug } projects { nodes { id key version } } }\n      userErrors { code message path }\n    }\n  }\n": types.WeekSignUpDocument,
    "\n  subscription WeekWatch($after: EventCursor) {\n    tenantEvents(after: $after) {\n      cursor\n      kind\n      subject { id }\n      actor { kind label }\n      details {\n        __typename\n        ... on CaseMoveDetails { from to }\n        ... on BudgetStandDetails { spent { amount } amount { amount } }\n        ... on TriageTrainingDetails { outcome samples }\n      }\n    }\n  }\n": types.WeekWatchDocument,
    "\n  mutation WeekImportArticles($input: KbArchiveImportInput!) {\n    kbArchiveImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": types.WeekImportArticlesDocument,
    "\n  mutation WeekImportHistory($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { code message path } }\n  }\n": types.WeekImportHistoryDocument,
    "\n  subscription WeekFollowJob($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobSnapshot { job { state } }\n      ... on JobFinished { state error { code message } }\n    }\n  }\n": types.WeekFollowJobDocument,
    "\n  mutation WeekCreateChannel($input: ChannelCreateInput!) {\n    channelCreate(input: $input) { channel { id hookPath } secret userErrors { code message path } }\n  }\n": types.WeekCreateChannelDocument,
    "\n  mutation WeekCreateApiKey($input: ApiKeyCreateInput!) {\n    apiKeyCreate(input: $input) { apiKey { id scopes } secret userErrors { code message path } }\n  }\n": types.WeekCreateApiKeyDocument,
    "\n  mutation WeekOpenCase($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id number } deduplicated userErrors { code message path } }\n  }\n": types.WeekOpenCaseDocument,
    "\n  subscription WeekFollowCase($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseSnapshot { case { state } }\n      ... on CaseStateChanged { from to }\n      ... on ReplyDraftDelta { offset text }\n    }\n  }\n": types.WeekFollowCaseDocument,
    "\n  query WeekInbox {\n    approvals(filter: { state: { eq: PENDING } }) {\n      nodes {\n        id\n        kind\n        title\n        reason\n        confidence\n        version\n        subject { id ... on ReplyDraft { case { id } } ... on ChangeRequest { case { id } } }\n      }\n    }\n  }\n": types.WeekInboxDocument,
    "\n  query WeekReadCase($id: ID!) {\n    case(id: $id) {\n      number\n      state\n      version\n      triage { type severity confidence reasoning decidedBy }\n      decisions(first: 10) { nodes { kind outcome confidence reasons } }\n      matches(first: 3) { edges { score node { title } } }\n      replyDraft { id state body version citations { title } }\n      changeRequest { id state version summary riskLevel affectedSurfaces testIdeas }\n      pipeline { state steps { kind state } }\n      messages(first: 20) { nodes { direction body } }\n    }\n  }\n": types.WeekReadCaseDocument,
    "\n  mutation WeekEditReply($input: ReplyEditInput!) {\n    replyEdit(input: $input) { replyDraft { id body version } userErrors { code message path } }\n  }\n": types.WeekEditReplyDocument,
    "\n  mutation WeekApprove($input: ApprovalApproveInput!) {\n    approvalApprove(input: $input) { approval { state decidedBy { label } } userErrors { code message path } }\n  }\n": types.WeekApproveDocument,
    "\n  mutation WeekCorrectTriage($input: CaseTriageCorrectInput!) {\n    caseTriageCorrect(input: $input) { case { triage { type severity decidedBy } } userErrors { code message path } }\n  }\n": types.WeekCorrectTriageDocument,
    "\n  mutation WeekCreateProvider($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id } userErrors { code message path } }\n  }\n": types.WeekCreateProviderDocument,
    "\n  mutation WeekCreateModel($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id } userErrors { code message path } }\n  }\n": types.WeekCreateModelDocument,
    "\n  mutation WeekSetRoute($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { purpose tier } userErrors { code message path } }\n  }\n": types.WeekSetRouteDocument,
    "\n  mutation WeekSetBudget($input: BudgetSetInput!) {\n    budgetSet(input: $input) { budget { id state spent { amount } } userErrors { code message path } }\n  }\n": types.WeekSetBudgetDocument,
    "\n  query WeekWaiting {\n    jobs(filter: { state: { eq: RETRYING } }) { nodes { id kind error { code } subject { id } } }\n  }\n": types.WeekWaitingDocument,
    "\n  query WeekReport($projectId: ID!) {\n    usage(groupBy: MODEL) { key calls inputTokens outputTokens cost { amount currency } }\n    budgets { nodes { state amount { amount } spent { amount } } }\n    triageQuality(projectId: $projectId) {\n      decided\n      judged\n      corrected\n      type { cells { machine person count } }\n      weeks { decided corrected meanConfidence }\n    }\n    cases { totalCount }\n    systemHealth { state }\n  }\n": types.WeekReportDocument,
    "\n  mutation ToolSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken userErrors { message } }\n  }\n": types.ToolSignInDocument,
    "\n  query ToolProjects($after: String) {\n    projects(first: 100, after: $after) { nodes { id key } pageInfo { hasNextPage endCursor } }\n  }\n": types.ToolProjectsDocument,
    "\n  mutation ToolProjectCreate($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { message path } }\n  }\n": types.ToolProjectCreateDocument,
    "\n  mutation ToolCaseImport($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { message path } }\n  }\n": types.ToolCaseImportDocument,
    "\n  mutation ToolKbImport($input: KbImportInput!) {\n    kbImport(input: $input) { job { id } userErrors { message path } }\n  }\n": types.ToolKbImportDocument,
    "\n  subscription ToolJobEvents($jobId: ID!) {\n    jobEvents(jobId: $jobId) {\n      __typename\n      ... on JobProgressed { percent }\n      ... on JobFinished { state error { message } }\n    }\n  }\n": types.ToolJobEventsDocument,
    "\n  query ToolJob($id: ID!, $after: String) {\n    job(id: $id) {\n      progress { counters }\n      children(first: 100, after: $after) {\n        nodes { id state }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n": types.ToolJobDocument,
    "\n  query ToolOpenJobs($kind: String!) {\n    jobs(first: 20, filter: { kind: { eq: $kind }, state: { in: [SCHEDULED, QUEUED, ACTIVE, RETRYING] } }) {\n      nodes { id subject { id } }\n    }\n  }\n": types.ToolOpenJobsDocument,
    "\n  query SmokeViewer { viewer { tenant { id } } }\n": types.SmokeViewerDocument,
    "\n  mutation SmokePing { jobPing(input: { steps: 3 }) { job { id } userErrors { message } } }\n": types.SmokePingDocument,
    "\n  subscription SmokeEvents($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobFinished { state }\n    }\n  }\n": types.SmokeEventsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eArticleCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) { kbArticle { id title } job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').E2eArticleCreateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eCaseOpen($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id number state } job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').E2eCaseOpenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription E2eFollowJob($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobProgressed { stage percent }\n      ... on JobFinished { state error { code message } }\n    }\n  }\n"): typeof import('./graphql.js').E2eFollowJobDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query E2eCase($id: ID!) {\n    case(id: $id) {\n      state\n      triage { type severity confidence reasoning decidedBy }\n      matches(first: 5) { edges { score node { title } } }\n      replyDraft { id state body citations { title } version }\n      pipeline { state steps { kind state attempts } }\n      messages(first: 20) { nodes { direction body } }\n    }\n  }\n"): typeof import('./graphql.js').E2eCaseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation E2eReplyApprove($input: ReplyApproveInput!) {\n    replyApprove(input: $input) { replyDraft { state } case { state } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').E2eReplyApproveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenCaseBeforeOutage($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } } }\n"): typeof import('./graphql.js').OpenCaseBeforeOutageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription WatchSubjectsInOutage($kinds: [TenantEventKind!]) {\n    tenantEvents(kinds: $kinds) { data subject { ... on Case { id subject } } }\n  }\n"): typeof import('./graphql.js').WatchSubjectsInOutageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApprovalInbox($filter: ApprovalFilter, $orderBy: ApprovalOrder) {\n    approvals(first: 20, filter: $filter, orderBy: $orderBy) {\n      nodes {\n        id kind state title reason confidence version requestedAt expiresAt decidedAt note availableTransitions\n        requestedBy { kind label }\n        decidedBy { kind label }\n        job { kind }\n        project { id }\n        subject {\n          __typename id\n          ... on ReplyDraft { draftState: state body approval { id state } }\n          ... on ChangeRequest { changeState: state approval { id state } }\n        }\n      }\n      totalCount\n    }\n  }\n"): typeof import('./graphql.js').ApprovalInboxDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveApproval($input: ApprovalApproveInput!) {\n    approvalApprove(input: $input) {\n      approval { id state version note decidedBy { label } subject { id } }\n      userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').ApproveApprovalDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RejectApproval($input: ApprovalRejectInput!) {\n    approvalReject(input: $input) { approval { id state note } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').RejectApprovalDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowApprovals($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on ApprovalChanged { state version approval { id } }\n    }\n  }\n"): typeof import('./graphql.js').FollowApprovalsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AskTheCouncil($input: CouncilAskInput!) {\n    councilAsk(input: $input) {\n      council { id state quorum version members { seat label state builtIn } criteria { name weight } }\n      job { id state }\n      deduplicated\n      userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').AskTheCouncilDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TheCouncil($id: ID!) {\n    node(id: $id) {\n      ... on Council {\n        id state question quorum version availableTransitions\n        subject { id }\n        members { seat label state model { name } route { purpose } error { code } }\n        answers { text score member { label } votes { total voter { label } } }\n        votes { total voter { label } answer { member { label } } scores { criterion score reason } }\n        verdict { score rule answer { text member { label } } reasons { criterion score reason } standings { score member { label } } }\n        error { code message }\n        job { id state error { code } }\n      }\n    }\n  }\n"): typeof import('./graphql.js').TheCouncilDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowTheCouncil($id: ID!, $after: EventCursor) {\n    councilEvents(councilId: $id, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CouncilSnapshot { council { state answers { text } votes { total } } }\n      ... on CouncilStateChanged { from to version }\n      ... on CouncilAnswerGiven { answer { text member { label } } }\n      ... on CouncilVoteCast { vote { total voter { label } answer { member { label } } } }\n      ... on CouncilMemberFailed { errorCode member { label } }\n      ... on CouncilVerdictReached { score answer { member { label } } }\n      ... on CouncilFinished { state why: errorCode }\n    }\n  }\n"): typeof import('./graphql.js').FollowTheCouncilDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelTheCouncil($input: CouncilCancelInput!) {\n    councilCancel(input: $input) { council { id state } job { state } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').CancelTheCouncilDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TheCouncils($filter: CouncilFilter) { councils(filter: $filter) { nodes { id state } totalCount } }\n"): typeof import('./graphql.js').TheCouncilsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CouncilBudget($input: BudgetSetInput!) { budgetSet(input: $input) { userErrors { code } } }\n"): typeof import('./graphql.js').CouncilBudgetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CouncilRetry($id: ID!) { jobRetry(input: { id: $id }) { userErrors { code } } }\n"): typeof import('./graphql.js').CouncilRetryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CouncilArticle($input: KbArticleCreateInput!) { kbArticleCreate(input: $input) { kbArticle { id } userErrors { code } } }\n"): typeof import('./graphql.js').CouncilArticleDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CouncilUses { llmCalls { nodes { purpose state subject { id } } } usage(groupBy: PURPOSE) { key calls } }\n"): typeof import('./graphql.js').CouncilUsesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnSessions($first: Int) {\n    authSessions(first: $first) {\n      nodes { id device userAgent address createdAt lastSeenAt expiresAt endedAt isCurrent }\n      totalCount\n    }\n  }\n"): typeof import('./graphql.js').OwnSessionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SessionEndOnce($id: ID!) {\n    authSessionEnd(input: { id: $id }) { authSession { id endedAt isCurrent } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').SessionEndOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SessionsEndOthers { authSessionsEndOthers { endedCount userErrors { code } } }"): typeof import('./graphql.js').SessionsEndOthersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInForSession($email: String!, $password: String!) {\n    signIn(input: { email: $email, password: $password }) { accessToken }\n  }\n"): typeof import('./graphql.js').SignInForSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SessionNode($id: ID!) { node(id: $id) { __typename id } viewer { role } }"): typeof import('./graphql.js').SessionNodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EmailVerifyOnce($token: String!) {\n    emailVerify(input: { token: $token }) { email userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').EmailVerifyOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation EmailResend { emailVerificationResend { userErrors { code } } }"): typeof import('./graphql.js').EmailResendDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EmailChangeOnce($newEmail: String!, $password: String!) {\n    emailChange(input: { newEmail: $newEmail, password: $password }) { userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').EmailChangeOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ProfileOnce($input: ProfileUpdateInput!) {\n    profileUpdate(input: $input) { user { name version isEmailVerified } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').ProfileOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MeWithEmail { viewer { user { id name email isEmailVerified version } } }"): typeof import('./graphql.js').MeWithEmailDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInWithEmail($email: String!, $password: String!) {\n    signIn(input: { email: $email, password: $password }) { accessToken userErrors { code } }\n  }\n"): typeof import('./graphql.js').SignInWithEmailDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ProjectOfUnverified { projectCreate(input: { key: \"fresh\", name: \"Fresh\" }) { project { id } userErrors { code } } }\n"): typeof import('./graphql.js').ProjectOfUnverifiedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Invite($input: InvitationCreateInput!) {\n    invitationCreate(input: $input) {\n      invitation { id email role state version projects { key } invitedBy { email } } token userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').InviteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation InviteAgain($input: InvitationResendInput!) {\n    invitationResend(input: $input) { invitation { id state version } token userErrors { code path } }\n  }\n"): typeof import('./graphql.js').InviteAgainDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Disinvite($input: InvitationRevokeInput!) {\n    invitationRevoke(input: $input) { invitation { state } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').DisinviteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AcceptInvitation($input: InvitationAcceptInput!) {\n    invitationAccept(input: $input) {\n      accessToken viewer { user { email name } tenant { slug } role projects { nodes { key } } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').AcceptInvitationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListInvitations($filter: InvitationFilter) {\n    invitations(filter: $filter) { nodes { email state } totalCount }\n  }\n"): typeof import('./graphql.js').ListInvitationsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ProjectOfInvited($input: ProjectCreateInput!) { projectCreate(input: $input) { project { id } } }\n"): typeof import('./graphql.js').ProjectOfInvitedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KeyOfMember($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret userErrors { code } } }\n"): typeof import('./graphql.js').KeyOfMemberDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ProjectByMember($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { code } }\n  }\n"): typeof import('./graphql.js').ProjectByMemberDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription EventsForMember { tenantEvents { kind subject { id } } }"): typeof import('./graphql.js').EventsForMemberDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetAsk($email: String!) {\n    passwordResetRequest(input: { email: $email }) { userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').ResetAskDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetUse($token: String!, $newPassword: String!) {\n    passwordReset(input: { token: $token, newPassword: $newPassword }) { userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').ResetUseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PasswordChangeOnce($currentPassword: String!, $newPassword: String!) {\n    passwordChange(input: { currentPassword: $currentPassword, newPassword: $newPassword }) { userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').PasswordChangeOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInWithPassword($email: String!, $password: String!, $tenantSlug: String) {\n    signIn(input: { email: $email, password: $password, tenantSlug: $tenantSlug }) { accessToken userErrors { code } }\n  }\n"): typeof import('./graphql.js').SignInWithPasswordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoHasPassword { viewer { user { email isEmailVerified } } }"): typeof import('./graphql.js').WhoHasPasswordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignUpWithPassword($input: SignUpInput!) { signUp(input: $input) { accessToken userErrors { code path } } }\n"): typeof import('./graphql.js').SignUpWithPasswordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MembersOfTenant($filter: MembershipFilter) {\n    memberships(filter: $filter) { nodes { id role version user { id email name } } totalCount }\n  }\n"): typeof import('./graphql.js').MembersOfTenantDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateMember($input: MembershipUpdateInput!) {\n    membershipUpdate(input: $input) { membership { id role version user { email } } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').UpdateMemberDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeMember($input: MembershipRevokeInput!) {\n    membershipRevoke(input: $input) { membership { id role user { email } } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').RevokeMemberDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LeaveTenant($input: MembershipLeaveInput!) {\n    membershipLeave(input: $input) { membership { id user { email } } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').LeaveTenantDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInTo($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { tenant { slug } role } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').SignInToDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoIsThis { viewer { user { id email } tenant { slug } role } }"): typeof import('./graphql.js').WhoIsThisDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateProject($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id isRestricted version } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').CreateProjectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateProject($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { name replyMode isRestricted version } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').UpdateProjectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ArchiveProject($input: ProjectArchiveInput!) {\n    projectArchive(input: $input) { project { archivedAt version } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').ArchiveProjectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreProject($input: ProjectRestoreInput!) {\n    projectRestore(input: $input) { project { archivedAt } userErrors { code } }\n  }\n"): typeof import('./graphql.js').RestoreProjectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddProjectMember($input: ProjectMemberAddInput!) {\n    projectMemberAdd(input: $input) {\n      project { members { nodes { user { email } } totalCount } } membership { id } userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').AddProjectMemberDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveProjectMember($input: ProjectMemberRemoveInput!) {\n    projectMemberRemove(input: $input) { project { members { totalCount } } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').RemoveProjectMemberDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ProjectsSeen($isArchived: Boolean) {\n    projects(isArchived: $isArchived) { nodes { key } totalCount } viewer { projects { nodes { key } } }\n  }\n"): typeof import('./graphql.js').ProjectsSeenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription FollowProjects { tenantEvents { kind } }"): typeof import('./graphql.js').FollowProjectsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenCaseInProject($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code path } } }\n"): typeof import('./graphql.js').OpenCaseInProjectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignUpOnce($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { email } tenant { slug } role projects(first: 10) { nodes { key } totalCount } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SignUpOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInOnce($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { role } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SignInOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoAmI { viewer { user { email } tenant { slug } role } }"): typeof import('./graphql.js').WhoAmIDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RefreshOnce { tokenRefresh { accessToken userErrors { code } } }"): typeof import('./graphql.js').RefreshOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SignOutOnce { signOut { userErrors { code } } }"): typeof import('./graphql.js').SignOutOnceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TenantsOfViewer { viewer { memberships { tenant { id slug name } role isCurrent joinedAt } } }\n"): typeof import('./graphql.js').TenantsOfViewerDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SwitchTenant($input: TenantSwitchInput!) {\n    tenantSwitch(input: $input) {\n      accessToken accessTokenExpiresAt viewer { user { email } tenant { id slug } role } userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SwitchTenantDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateTenant($input: TenantUpdateInput!) {\n    tenantUpdate(input: $input) { tenant { slug name version } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').UpdateTenantDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KeyOfTenant($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret } }\n"): typeof import('./graphql.js').KeyOfTenantDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CaseToInterrupt($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code } } }\n"): typeof import('./graphql.js').CaseToInterruptDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CaseInterrupted($id: ID!) {\n    case(id: $id) { state pipeline { id steps { kind state error { code } job { state error { code } } } } }\n    llmCalls { nodes { purpose state errorCode } }\n  }\n"): typeof import('./graphql.js').CaseInterruptedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StepAfterInterruption($id: ID!) { pipelineStepRetry(input: { id: $id }) { job { id } userErrors { code } } }\n"): typeof import('./graphql.js').StepAfterInterruptionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CouncilAfterInterruption($id: ID!) { jobRetry(input: { id: $id }) { userErrors { code } } }\n"): typeof import('./graphql.js').CouncilAfterInterruptionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ProviderOfTest($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id name keyHint version } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').ProviderOfTestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ProviderChangedByTest($input: ModelProviderUpdateInput!) {\n    modelProviderUpdate(input: $input) { modelProvider { id isDisabled version } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').ProviderChangedByTestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ModelOfTest($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id name tier inputPrice { amount currency } } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').ModelOfTestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RouteOfTest($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { id models { name } } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').RouteOfTestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BudgetOfTest($input: BudgetSetInput!) {\n    budgetSet(input: $input) { budget { id state spent { amount } project { id } } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').BudgetOfTestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ModelsOfTest {\n    modelProviders { nodes { name protocol keyHint models { nodes { name } totalCount } } totalCount }\n    modelRoutes { purpose tier models { name } }\n    budgets { nodes { period state amount { amount } spent { amount } } }\n    llmCalls { nodes { purpose state modelName inputTokens cost { amount } prompt attempts { number state } subject { __typename id } } totalCount }\n    usage(groupBy: MODEL) { key calls inputTokens cost { amount currency } }\n  }\n"): typeof import('./graphql.js').ModelsOfTestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CaseForModels($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } job { id } userErrors { code } } }\n"): typeof import('./graphql.js').CaseForModelsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CaseAfterModels($id: ID!) {\n    case(id: $id) { state triage { type severity confidence reasoning } replyDraft { state body } }\n  }\n"): typeof import('./graphql.js').CaseAfterModelsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription JobOfModels($id: ID!) { jobEvents(jobId: $id) { __typename ... on JobFinished { state } } }\n"): typeof import('./graphql.js').JobOfModelsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ActOnJobs($input: JobBulkActionInput!) {\n    jobBulkAction(input: $input) { matched sample { id } job { id } userErrors { message path } }\n  }\n"): typeof import('./graphql.js').ActOnJobsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ActOnLetters($input: DeadLetterBulkActionInput!) {\n    deadLetterBulkAction(input: $input) { matched sample { id } job { id } userErrors { message path } }\n  }\n"): typeof import('./graphql.js').ActOnLettersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query JobsOfFilter($filter: JobFilter!) { jobs(filter: $filter) { nodes { id } } }\n"): typeof import('./graphql.js').JobsOfFilterDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DetailsProjectUpdate($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').DetailsProjectUpdateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DetailsQueuePause($input: QueuePauseInput!) {\n    queuePause(input: $input) { queue { name } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').DetailsQueuePauseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DetailsFollow {\n    tenantEvents {\n      kind\n      data\n      details {\n        __typename\n        ... on ProjectChangeDetails { before { name } after { name } }\n        ... on QueuePauseDetails { queue reason }\n      }\n    }\n  }\n"): typeof import('./graphql.js').DetailsFollowDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TestHealth { systemHealth { state components { name state latencyMs message } } }\n"): typeof import('./graphql.js').TestHealthDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TestPlaces { jobs(first: 50, filter: { kind: { eq: \"operations.prune-history\" } }, orderBy: { field: QUEUED_AT, direction: ASC }) {\n    nodes { id queuePosition estimatedStartAt subject { __typename id ... on Project { name } } }\n  } }\n"): typeof import('./graphql.js').TestPlacesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChangeOfCase($id: ID!) {\n    case(id: $id) {\n      state\n      changeRequest {\n        id state summary affectedSurfaces riskLevel riskReason testIdeas confidence reasons version decidedAt\n        availableTransitions\n        original { summary affectedSurfaces riskLevel riskReason testIdeas }\n      }\n    }\n  }\n"): typeof import('./graphql.js').ChangeOfCaseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChangeRequests($filter: ChangeRequestFilter, $orderBy: ChangeRequestOrder) {\n    changeRequests(first: 10, filter: $filter, orderBy: $orderBy) { nodes { id state case { id } } totalCount }\n  }\n"): typeof import('./graphql.js').ChangeRequestsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AcceptChange($input: ChangeRequestAcceptInput!) {\n    changeRequestAccept(input: $input) {\n      changeRequest { id state version }\n      case { id state }\n      userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').AcceptChangeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RejectChange($input: ChangeRequestRejectInput!) {\n    changeRequestReject(input: $input) {\n      changeRequest { id state version }\n      case { id state }\n      userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').RejectChangeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditChange($input: ChangeRequestEditInput!) {\n    changeRequestEdit(input: $input) {\n      changeRequest { id state version summary affectedSurfaces riskLevel original { summary affectedSurfaces riskLevel } }\n      userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').EditChangeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowChange($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseStateChanged { to }\n      ... on PipelineStepChanged { kind stepTo: to }\n      ... on ChangeRequestChanged { state version changeRequest { id summary } }\n    }\n  }\n"): typeof import('./graphql.js').FollowChangeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateSupportSettings($input: SupportSettingsUpdateInput!) {\n    supportSettingsUpdate(input: $input) {\n      project {\n        id version\n        supportSettings { replyMode triageThreshold matchThreshold sendThreshold preparesChanges approvalHours }\n      }\n      userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').UpdateSupportSettingsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DecisionsOfCase($id: ID!) {\n    case(id: $id) {\n      state\n      replyDraft { id state confidence }\n      decisions(first: 20) {\n        nodes { id kind outcome confidence threshold reasons model at step { kind job { id } } }\n        totalCount\n      }\n    }\n  }\n"): typeof import('./graphql.js').DecisionsOfCaseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowDecisions($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseDecided { kind outcome confidence decision { id reasons } }\n      ... on CaseStateChanged { to }\n    }\n  }\n"): typeof import('./graphql.js').FollowDecisionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseOpen($input: CaseOpenInput!) {\n    caseOpen(input: $input) {\n      case { id number subject state version }\n      job { id kind state }\n      deduplicated\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseOpenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportCase($id: ID!) {\n    case(id: $id) {\n      id number subject state availableTransitions version openedAt\n      customer { email name }\n      triage { type severity confidence reasoning decidedBy }\n      matches(first: 5) { edges { score lexicalScore semanticScore node { id title } } }\n      replyDraft { id state body citations { id title } version }\n      changeRequest { id state summary riskLevel affectedSurfaces }\n      pipeline {\n        id state\n        job { id state error { code } }\n        steps { id kind state attempts startedAt finishedAt error { code message } job { id state } }\n      }\n      messages(first: 20) { nodes { id direction body sentAt } totalCount }\n      newest: messages(last: 1) { nodes { direction } }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportCases($first: Int, $after: String, $filter: CaseFilter, $orderBy: CaseOrder) {\n    cases(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      nodes { id number subject state triage { type severity decidedBy } customer { email } messages(last: 3) { nodes { body } } }\n      totalCount\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): typeof import('./graphql.js').SupportCasesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SupportCaseEvents($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor at }\n      ... on CaseSnapshot { case { id state } draftedSoFar }\n      ... on CaseStateChanged { from to }\n      ... on CaseTriaged { type severity confidence decidedBy }\n      ... on CaseMatched { matches bestScore }\n      ... on PipelineStepChanged { kind stepFrom: from stepTo: to step { state } }\n      ... on ReplyDraftDelta { draftId offset text }\n      ... on ReplyDraftChanged { state draft { id body version } }\n      ... on CaseMessageAdded { message { body } }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SupportPipelineEvents($jobId: ID!) {\n    jobEvents(jobId: $jobId) {\n      __typename\n      ... on JobSnapshot { job { state } }\n      ... on JobProgressed { percent stage }\n      ... on JobLogAppended { line: message }\n      ... on JobFinished { state error { code } }\n    }\n  }\n"): typeof import('./graphql.js').SupportPipelineEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportJob($id: ID!) {\n    job(id: $id) {\n      id kind state attempt error { code message }\n      log(first: 50) { nodes { message } }\n      children(first: 10) { nodes { kind state attempt } }\n    }\n  }\n"): typeof import('./graphql.js').SupportJobDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportJobs($filter: JobFilter) {\n    jobs(first: 50, filter: $filter) { nodes { id kind state } totalCount }\n  }\n"): typeof import('./graphql.js').SupportJobsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportKbArticleCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) {\n      kbArticle { id title state embeddingState }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportKbArticleCreateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportKbArticle($id: ID!) {\n    kbArticle(id: $id) { id title body state embeddingState version sourceKey }\n  }\n"): typeof import('./graphql.js').SupportKbArticleDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportKbArticles($filter: KbArticleFilter) {\n    kbArticles(first: 50, filter: $filter) { nodes { id title version sourceKey embeddingState } totalCount }\n  }\n"): typeof import('./graphql.js').SupportKbArticlesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportKbSearch($query: String!, $first: Int, $after: String, $projectId: ID) {\n    kbSearch(query: $query, first: $first, after: $after, projectId: $projectId) {\n      edges { cursor score lexicalScore semanticScore node { id title } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): typeof import('./graphql.js').SupportKbSearchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseTriageCorrect($input: CaseTriageCorrectInput!) {\n    caseTriageCorrect(input: $input) {\n      case { id state version triage { type severity confidence decidedBy } }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseTriageCorrectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportReplyApprove($input: ReplyApproveInput!) {\n    replyApprove(input: $input) {\n      replyDraft { id state version }\n      case { id state }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportReplyApproveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportReplyReject($input: ReplyRejectInput!) {\n    replyReject(input: $input) { replyDraft { id state } case { id state } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportReplyRejectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportReplyEdit($input: ReplyEditInput!) {\n    replyEdit(input: $input) { replyDraft { id state body version } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportReplyEditDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportPipelineStepRetry($input: PipelineStepRetryInput!) {\n    pipelineStepRetry(input: $input) {\n      pipeline { id state steps { kind state attempts } }\n      job { id state }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportPipelineStepRetryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseResolve($input: CaseResolveInput!) {\n    caseResolve(input: $input) { case { id state } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseResolveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseClose($input: CaseCloseInput!) {\n    caseClose(input: $input) { case { id state } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseCloseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseReopen($input: CaseReopenInput!) {\n    caseReopen(input: $input) { case { id state } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseReopenDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseImport($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseImportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportKbImport($input: KbImportInput!) {\n    kbImport(input: $input) { job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportKbImportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportProjectCreate($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { code } }\n  }\n"): typeof import('./graphql.js').SupportProjectCreateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportJobCancel($input: JobCancelInput!) {\n    jobCancel(input: $input) { job { id state } userErrors { code } }\n  }\n"): typeof import('./graphql.js').SupportJobCancelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportJobRetry($input: JobRetryInput!) {\n    jobRetry(input: $input) { job { id state } userErrors { code } }\n  }\n"): typeof import('./graphql.js').SupportJobRetryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KbArticleWhole($id: ID!) {\n    kbArticle(id: $id) {\n      id title body bodyHtml tags state availableTransitions embeddingState version publishedAt\n      versions(first: 20) {\n        totalCount\n        nodes { id number change title body tags state author { kind label } }\n      }\n    }\n  }\n"): typeof import('./graphql.js').KbArticleWholeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbUpdate($input: KbArticleUpdateInput!) {\n    kbArticleUpdate(input: $input) {\n      kbArticle { id title version tags state embeddingState }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').KbUpdateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbPublish($input: KbArticlePublishInput!) {\n    kbArticlePublish(input: $input) { kbArticle { id state version } job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').KbPublishDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbArchive($input: KbArticleArchiveInput!) {\n    kbArticleArchive(input: $input) { kbArticle { id state version } job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').KbArchiveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbVersionRestore($input: KbArticleVersionRestoreInput!) {\n    kbArticleVersionRestore(input: $input) {\n      kbArticle { id title body version state }\n      job { id }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').KbVersionRestoreDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbCreate($input: KbArticleCreateInput!) {\n    kbArticleCreate(input: $input) {\n      kbArticle { id state version tags }\n      job { id }\n      deduplicated\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').KbCreateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KbFiltered($filter: KbArticleFilter) {\n    kbArticles(first: 50, filter: $filter) { nodes { id title } totalCount }\n  }\n"): typeof import('./graphql.js').KbFilteredDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KbSearchWhole($query: String!, $first: Int, $projectId: ID, $filter: KbArticleFilter) {\n    kbSearch(query: $query, first: $first, projectId: $projectId, filter: $filter) {\n      edges {\n        score lexicalScore semanticScore\n        highlight { heading parts { text isMatch } }\n        node { id title state }\n      }\n    }\n  }\n"): typeof import('./graphql.js').KbSearchWholeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbWeigh($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { lexicalShare version } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').KbWeighDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbImportArchive($input: KbArchiveImportInput!) {\n    kbArchiveImport(input: $input) { job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').KbImportArchiveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KbJobResult($id: ID!) {\n    job(id: $id) { state attempt progress { percent counters } }\n  }\n"): typeof import('./graphql.js').KbJobResultDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KbSuggestionList($filter: KbSuggestionFilter) {\n    kbSuggestions(first: 20, filter: $filter) {\n      totalCount\n      nodes { id title state version caseCount availableTransitions cases { subject } article { id } }\n    }\n  }\n"): typeof import('./graphql.js').KbSuggestionListDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbSuggestionsLook($input: KbSuggestionsRefreshInput!) {\n    kbSuggestionsRefresh(input: $input) { job { id } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').KbSuggestionsLookDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbSuggestionTake($input: KbSuggestionAcceptInput!) {\n    kbSuggestionAccept(input: $input) {\n      kbSuggestion { id state version availableTransitions }\n      kbArticle { id state title body }\n      userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').KbSuggestionTakeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbSuggestionDrop($input: KbSuggestionDismissInput!) {\n    kbSuggestionDismiss(input: $input) { kbSuggestion { id state } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').KbSuggestionDropDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KbSchedules { schedules(first: 50) { nodes { id key isHeld isPaused lastRunAt } } }\n"): typeof import('./graphql.js').KbSchedulesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbScheduleRunNow($input: ScheduleRunNowInput!) {\n    scheduleRunNow(input: $input) { job { id } userErrors { code message } }\n  }\n"): typeof import('./graphql.js').KbScheduleRunNowDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbProjectArchive($input: ProjectArchiveInput!) {\n    projectArchive(input: $input) { userErrors { code } }\n  }\n"): typeof import('./graphql.js').KbProjectArchiveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KbProjectRestore($input: ProjectRestoreInput!) {\n    projectRestore(input: $input) { userErrors { code } }\n  }\n"): typeof import('./graphql.js').KbProjectRestoreDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TakeOver($input: CaseTakeOverInput!) {\n    caseTakeOver(input: $input) {\n      case { id state version assignee { user { email } } replyDraft { id state } }\n      userErrors { code path }\n    }\n  }\n"): typeof import('./graphql.js').TakeOverDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation HandBack($input: CaseHandBackInput!) {\n    caseHandBack(input: $input) { case { id state assignee { id } } job { id } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').HandBackDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartPipeline($input: PipelineStartInput!) {\n    pipelineStart(input: $input) { case { id state } job { id } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').StartPipelineDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowDraft($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseSnapshot { draftedSoFar }\n      ... on ReplyDraftDelta { draftId offset text }\n      ... on ReplyDraftChanged { draftState: state draft { id } }\n    }\n  }\n"): typeof import('./graphql.js').FollowDraftDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportTriageQuality($projectId: ID!, $window: TriageQualityWindow) {\n    triageQuality(projectId: $projectId, window: $window) {\n      from until decided judged corrected correctedShare meanConfidence\n      type {\n        cells { machine person count }\n        figures { count wrong accuracy macroF1 classes { label support predicted precision recall f1 } }\n      }\n      severity {\n        cells { machine person count }\n        figures { count wrong accuracy macroF1 classes { label support predicted precision recall f1 } }\n      }\n      weeks { week startsOn decided judged corrected correctedShare meanConfidence shift types { type count } }\n    }\n  }\n"): typeof import('./graphql.js').SupportTriageQualityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportTriageModels($filter: TriageModelFilter) {\n    triageModels(first: 30, filter: $filter) {\n      nodes {\n        id number state outcome sampleCount heldOutCount contentVersion isHeld activatedBy version availableTransitions\n        before { count wrong macroF1 }\n        after { count wrong macroF1 classes { label support f1 } }\n      }\n      totalCount\n    }\n  }\n"): typeof import('./graphql.js').SupportTriageModelsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportTriageTrain($input: TriageTrainInput!) {\n    triageTrain(input: $input) { job { id state } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').SupportTriageTrainDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportTriageModelActivate($input: TriageModelActivateInput!) {\n    triageModelActivate(input: $input) { triageModel { id number state isHeld version } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').SupportTriageModelActivateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportTriageModelRetire($input: TriageModelRetireInput!) {\n    triageModelRetire(input: $input) { triageModel { id state version } userErrors { code path } }\n  }\n"): typeof import('./graphql.js').SupportTriageModelRetireDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportCaseTriageOf($id: ID!) {\n    case(id: $id) {\n      state\n      triage { type severity confidence decidedBy machine { type severity confidence reasoning decidedAt } }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseTriageOfDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportCaseWork($id: ID!) {\n    case(id: $id) {\n      id number version state tags priority isPriorityFixed\n      assignee { id }\n      messages(first: 20) { nodes { id direction body author { kind label } attachments { name contentType bytes isStored } } }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseWorkDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportMembers {\n    memberships(first: 50) { nodes { id role user { email } } }\n  }\n"): typeof import('./graphql.js').SupportMembersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportMembershipRevoke($input: MembershipRevokeInput!) {\n    membershipRevoke(input: $input) { userErrors { code } }\n  }\n"): typeof import('./graphql.js').SupportMembershipRevokeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportProjectRestrict($input: ProjectUpdateInput!) {\n    projectUpdate(input: $input) { project { id isRestricted } userErrors { code } }\n  }\n"): typeof import('./graphql.js').SupportProjectRestrictDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportCaseNumbers($filter: CaseFilter) {\n    cases(first: 100, filter: $filter, orderBy: { field: NUMBER, direction: ASC }) { nodes { number } }\n  }\n"): typeof import('./graphql.js').SupportCaseNumbersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseAssign($input: CaseAssignInput!) {\n    caseAssign(input: $input) { case { version assignee { id } } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseAssignDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseUnassign($input: CaseUnassignInput!) {\n    caseUnassign(input: $input) { case { version assignee { id } } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseUnassignDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseTagsAdd($input: CaseTagsAddInput!) {\n    caseTagsAdd(input: $input) { case { version tags } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseTagsAddDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseTagsRemove($input: CaseTagsRemoveInput!) {\n    caseTagsRemove(input: $input) { case { version tags } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseTagsRemoveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseTagsSet($input: CaseTagsSetInput!) {\n    caseTagsSet(input: $input) { case { version tags } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseTagsSetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCasePrioritySet($input: CasePrioritySetInput!) {\n    casePrioritySet(input: $input) { case { version priority isPriorityFixed } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCasePrioritySetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseNoteAdd($input: CaseNoteAddInput!) {\n    caseNoteAdd(input: $input) {\n      case { id }\n      message { id direction body author { kind label } attachments { id name contentType bytes isStored } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseNoteAddDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SupportCaseWorkEvents($caseId: ID!) {\n    caseEvents(caseId: $caseId) {\n      __typename\n      ... on CaseAssigned { assignee { id } version }\n      ... on CaseTagsChanged { tags }\n      ... on CasePriorityChanged { from to }\n      ... on CaseSlaBreached { clock dueAt }\n      ... on CaseMessageAdded { direction message { body } }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseWorkEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportSlaPolicySet($input: SlaPolicySetInput!) {\n    slaPolicySet(input: $input) {\n      project { version slaPolicy { priority firstAnswerMinutes resolutionMinutes } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportSlaPolicySetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportCaseSla($id: ID!) {\n    case(id: $id) {\n      number state version priority openedAt wakesAt\n      firstAnswerDueAt firstAnsweredAt firstAnswerSla\n      resolutionDueAt resolvedAt resolutionSla\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseSlaDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseOpenWithDue($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id openedAt firstAnswerDueAt resolutionDueAt firstAnswerSla resolutionSla } }\n  }\n"): typeof import('./graphql.js').SupportCaseOpenWithDueDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseSnooze($input: CaseSnoozeInput!) {\n    caseSnooze(input: $input) { case { version wakesAt resolutionSla } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseSnoozeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseWake($input: CaseWakeInput!) {\n    caseWake(input: $input) { case { version wakesAt } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseWakeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseMerge($input: CaseMergeInput!) {\n    caseMerge(input: $input) {\n      case { id state version mergedInto { id } replyDraft { state } pipeline { state } messages { totalCount } }\n      into { id state mergedCases { nodes { number } } messages(first: 20) { nodes { body } } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseMergeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportCaseMerged($id: ID!) {\n    case(id: $id) {\n      number state mergedInto { id } customer { id email addresses mergedInto { id } cases { totalCount } }\n      pipeline { state }\n      messages(first: 20) { nodes { body direction } }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseMergedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCustomerMerge($input: CustomerMergeInput!) {\n    customerMerge(input: $input) {\n      customer { id email addresses }\n      movedCases\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').SupportCustomerMergeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportCaseSearch($query: String!, $first: Int, $after: String, $filter: CaseFilter) {\n    caseSearch(query: $query, first: $first, after: $after, filter: $filter) {\n      edges { score node { id number subject } highlight { message { direction } parts { text isMatch } } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseSearchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SupportCaseBulk($input: CaseBulkActionInput!) {\n    caseBulkAction(input: $input) { matched sample { id number } job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').SupportCaseBulkDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportBulkJob($id: ID!) {\n    job(id: $id) {\n      state\n      bulkSummary {\n        action matched processed done skipped isStopped\n        refusals { code count }\n        caseFailures { id code message case { number } }\n      }\n    }\n  }\n"): typeof import('./graphql.js').SupportBulkJobDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SupportCaseAssignments {\n    tenantEvents(kinds: [CASE_ASSIGNED, CASE_UNASSIGNED]) {\n      kind\n      requestId\n      actor { kind label }\n      subject { id }\n      details { ... on CaseAssignmentDetails { from { id } fromLabel to { id } } }\n    }\n  }\n"): typeof import('./graphql.js').SupportCaseAssignmentsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FakeProvider($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id } userErrors { code message } }\n  }\n"): typeof import('./graphql.js').FakeProviderDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FakeModel($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id } userErrors { code message } }\n  }\n"): typeof import('./graphql.js').FakeModelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RouteToFake($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { purpose } userErrors { code message } }\n  }\n"): typeof import('./graphql.js').RouteToFakeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { user { id } tenant { id slug } projects { nodes { id key } } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').TestSignUpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken viewer { user { id } } userErrors { code } }\n  }\n"): typeof import('./graphql.js').TestSignInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekSignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      accessToken\n      viewer { tenant { id slug } projects { nodes { id key version } } }\n      userErrors { code message path }\n    }\n  }\n"): typeof import('./graphql.js').WeekSignUpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription WeekWatch($after: EventCursor) {\n    tenantEvents(after: $after) {\n      cursor\n      kind\n      subject { id }\n      actor { kind label }\n      details {\n        __typename\n        ... on CaseMoveDetails { from to }\n        ... on BudgetStandDetails { spent { amount } amount { amount } }\n        ... on TriageTrainingDetails { outcome samples }\n      }\n    }\n  }\n"): typeof import('./graphql.js').WeekWatchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekImportArticles($input: KbArchiveImportInput!) {\n    kbArchiveImport(input: $input) { job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekImportArticlesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekImportHistory($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekImportHistoryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription WeekFollowJob($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobSnapshot { job { state } }\n      ... on JobFinished { state error { code message } }\n    }\n  }\n"): typeof import('./graphql.js').WeekFollowJobDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekCreateChannel($input: ChannelCreateInput!) {\n    channelCreate(input: $input) { channel { id hookPath } secret userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekCreateChannelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekCreateApiKey($input: ApiKeyCreateInput!) {\n    apiKeyCreate(input: $input) { apiKey { id scopes } secret userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekCreateApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekOpenCase($input: CaseOpenInput!) {\n    caseOpen(input: $input) { case { id number } deduplicated userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekOpenCaseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription WeekFollowCase($caseId: ID!, $after: EventCursor) {\n    caseEvents(caseId: $caseId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on CaseSnapshot { case { state } }\n      ... on CaseStateChanged { from to }\n      ... on ReplyDraftDelta { offset text }\n    }\n  }\n"): typeof import('./graphql.js').WeekFollowCaseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WeekInbox {\n    approvals(filter: { state: { eq: PENDING } }) {\n      nodes {\n        id\n        kind\n        title\n        reason\n        confidence\n        version\n        subject { id ... on ReplyDraft { case { id } } ... on ChangeRequest { case { id } } }\n      }\n    }\n  }\n"): typeof import('./graphql.js').WeekInboxDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WeekReadCase($id: ID!) {\n    case(id: $id) {\n      number\n      state\n      version\n      triage { type severity confidence reasoning decidedBy }\n      decisions(first: 10) { nodes { kind outcome confidence reasons } }\n      matches(first: 3) { edges { score node { title } } }\n      replyDraft { id state body version citations { title } }\n      changeRequest { id state version summary riskLevel affectedSurfaces testIdeas }\n      pipeline { state steps { kind state } }\n      messages(first: 20) { nodes { direction body } }\n    }\n  }\n"): typeof import('./graphql.js').WeekReadCaseDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekEditReply($input: ReplyEditInput!) {\n    replyEdit(input: $input) { replyDraft { id body version } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekEditReplyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekApprove($input: ApprovalApproveInput!) {\n    approvalApprove(input: $input) { approval { state decidedBy { label } } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekApproveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekCorrectTriage($input: CaseTriageCorrectInput!) {\n    caseTriageCorrect(input: $input) { case { triage { type severity decidedBy } } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekCorrectTriageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekCreateProvider($input: ModelProviderCreateInput!) {\n    modelProviderCreate(input: $input) { modelProvider { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekCreateProviderDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekCreateModel($input: ModelCreateInput!) {\n    modelCreate(input: $input) { model { id } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekCreateModelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekSetRoute($input: ModelRouteSetInput!) {\n    modelRouteSet(input: $input) { modelRoute { purpose tier } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekSetRouteDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WeekSetBudget($input: BudgetSetInput!) {\n    budgetSet(input: $input) { budget { id state spent { amount } } userErrors { code message path } }\n  }\n"): typeof import('./graphql.js').WeekSetBudgetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WeekWaiting {\n    jobs(filter: { state: { eq: RETRYING } }) { nodes { id kind error { code } subject { id } } }\n  }\n"): typeof import('./graphql.js').WeekWaitingDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WeekReport($projectId: ID!) {\n    usage(groupBy: MODEL) { key calls inputTokens outputTokens cost { amount currency } }\n    budgets { nodes { state amount { amount } spent { amount } } }\n    triageQuality(projectId: $projectId) {\n      decided\n      judged\n      corrected\n      type { cells { machine person count } }\n      weeks { decided corrected meanConfidence }\n    }\n    cases { totalCount }\n    systemHealth { state }\n  }\n"): typeof import('./graphql.js').WeekReportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ToolSignIn($input: SignInInput!) {\n    signIn(input: $input) { accessToken userErrors { message } }\n  }\n"): typeof import('./graphql.js').ToolSignInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ToolProjects($after: String) {\n    projects(first: 100, after: $after) { nodes { id key } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.js').ToolProjectsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ToolProjectCreate($input: ProjectCreateInput!) {\n    projectCreate(input: $input) { project { id } userErrors { message path } }\n  }\n"): typeof import('./graphql.js').ToolProjectCreateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ToolCaseImport($input: CaseImportInput!) {\n    caseImport(input: $input) { job { id } userErrors { message path } }\n  }\n"): typeof import('./graphql.js').ToolCaseImportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ToolKbImport($input: KbImportInput!) {\n    kbImport(input: $input) { job { id } userErrors { message path } }\n  }\n"): typeof import('./graphql.js').ToolKbImportDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ToolJobEvents($jobId: ID!) {\n    jobEvents(jobId: $jobId) {\n      __typename\n      ... on JobProgressed { percent }\n      ... on JobFinished { state error { message } }\n    }\n  }\n"): typeof import('./graphql.js').ToolJobEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ToolJob($id: ID!, $after: String) {\n    job(id: $id) {\n      progress { counters }\n      children(first: 100, after: $after) {\n        nodes { id state }\n        pageInfo { hasNextPage endCursor }\n      }\n    }\n  }\n"): typeof import('./graphql.js').ToolJobDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ToolOpenJobs($kind: String!) {\n    jobs(first: 20, filter: { kind: { eq: $kind }, state: { in: [SCHEDULED, QUEUED, ACTIVE, RETRYING] } }) {\n      nodes { id subject { id } }\n    }\n  }\n"): typeof import('./graphql.js').ToolOpenJobsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SmokeViewer { viewer { tenant { id } } }\n"): typeof import('./graphql.js').SmokeViewerDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SmokePing { jobPing(input: { steps: 3 }) { job { id } userErrors { message } } }\n"): typeof import('./graphql.js').SmokePingDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription SmokeEvents($jobId: ID!, $after: EventCursor) {\n    jobEvents(jobId: $jobId, after: $after) {\n      __typename\n      ... on StreamItem { cursor }\n      ... on JobFinished { state }\n    }\n  }\n"): typeof import('./graphql.js').SmokeEventsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
