import type { Field } from './fields'

/**
 * How operators head their columns. `exact` are whole headings, the surest first; `like` catches their relatives.
 * Order matters: 租金缴纳 is about paying and not about rent, 经营者身份证 about the card and not about the person.
 */
type HeaderWords = { field: Field; exact: string[]; like: RegExp | null }

const words = (list: string): string[] => list.trim().split(/\s+/)

export const HEADER_WORDS: HeaderWords[] = [
  {
    field: 'rank',
    exact: words('排名 名次 推荐排名 推荐名次 推荐顺序 推荐序号 综合排名 rank ranking recommendationrank'),
    like: /排名|名次|推荐顺序|推荐序/,
  },
  {
    field: 'feePayment',
    exact: words(`
      租金缴纳 缴费情况 租金缴纳情况 费用缴纳 缴纳情况 缴租情况 履约情况 feepayment rentpayment
      paymentrecord`),
    like: /(缴纳|缴费|缴租|交租|拖欠|欠租|欠费|欠缴)/,
  },
  {
    field: 'uscc',
    exact: words(`
      统一社会信用代码 社会信用代码 统一信用代码 信用代码 营业执照号 营业执照号码 营业执照注册号
      执照号 注册号 纳税人识别号 税号 uscc creditcode unifiedsocialcreditcode socialcreditcode
      licenceno licenseno registrationno`),
    like: /信用代码|(执照|注册|登记)(注册)?(号|编号|号码|代码)|纳税人识别号|税务登记号/,
  },
  {
    field: 'ownerIdNo',
    exact: words(`
      身份证号 身份证号码 经营者身份证号 法人身份证号 法定代表人身份证号 负责人身份证号 身份证
      公民身份号码 证件号码 证件号 idno idnumber idcard idcardno ownerid owneridno citizenid
      identitycard identitynumber`),
    like: /身份证|公民身份|证件号/,
  },
  {
    field: 'phone',
    exact: words(`
      联系电话 手机号码 手机号 手机 电话 电话号码 移动电话 联系方式 联系手机 phone phoneno phonenumber
      mobile mobileno mobilephone tel telephone contactno contactnumber contactphone`),
    like: /电话|手机|联系方式/,
  },
  {
    field: 'groupName',
    exact: words(`
      联保小组 联保组 联保体 小组 组别 组号 小组名称 分组 group groupname guaranteegroup
      jointguaranteegroup`),
    like: /联保|小组|组别|分组/,
  },
  {
    field: 'requestedTermMonths',
    exact: words(`
      期限 贷款期限 申请期限 借款期限 用款期限 月数 term tenor termmonths loanterm requestedterm
      requestedtermmonths`),
    like: /期限|(贷款|申请|借款).*(月数|年限)/,
  },
  {
    field: 'purpose',
    exact: words('贷款用途 用途 借款用途 资金用途 申请用途 purpose loanpurpose use useoffunds'),
    like: /用途/,
  },
  {
    field: 'requestedAmount',
    exact: words(`
      申请金额 贷款金额 申请贷款金额 申请额度 拟贷金额 借款金额 推荐金额 需求金额 贷款需求 融资需求
      授信额度 贷款额度 金额 requestedamount loanamount amount amountrequested appliedamount
      applicationamount`),
    like: /(申请|贷款|借款|授信|融资|拟贷|推荐|用款).*(金额|额度|数额|需求|额$)|^(申请|贷款|借款)额/,
  },
  {
    field: 'marketEntryDate',
    exact: words(`
      入驻日期 入驻时间 入场日期 入场时间 进场日期 进场时间 入市日期 入市时间 进驻时间 开业时间
      开业日期 开始经营时间 entrydate marketentrydate movein moveindate startdate since`),
    like: /入驻|入场|进场|入市|进驻|开业|(开始|起始)经营|经营(起始|开始)/,
  },
  {
    field: 'annualTurnover',
    exact: words(`
      年营业额 营业额 年销售额 销售额 年交易额 年营业收入 营业收入 年收入 年流水 annualturnover
      turnover annualsales sales revenue annualrevenue`),
    like: /营业额|销售额|交易额|营业收入|销售收入|年收入|流水/,
  },
  {
    field: 'annualRent',
    exact: words('年租金 租金 摊位租金 年租 房租 年房租 annualrent rent yearlyrent'),
    like: /租金|房租|年租/,
  },
  {
    field: 'stallArea',
    exact: words('经营面积 摊位面积 面积 商铺面积 店铺面积 使用面积 建筑面积 area stallarea floorarea businessarea'),
    like: /面积/,
  },
  {
    field: 'staffCount',
    exact: words(`
      从业人数 员工人数 员工数 人数 雇员人数 用工人数 职工人数 staff staffcount employees headcount
      numberofstaff`),
    like: /人数|员工|雇员|用工|职工/,
  },
  {
    field: 'mainGoods',
    exact: words(`
      主营品类 主营产品 主营业务 主营商品 主营 经营品类 经营品种 经营项目 经营范围 品类 行业 maingoods
      goods category products mainproducts business trade`),
    like: /主营|品类|品种|经营(项目|范围|类别|内容)|商品|行业/,
  },
  {
    field: 'stallNo',
    exact: words(`
      摊位号 摊位 摊位编号 铺位号 铺位 商铺号 店铺号 铺号 档口号 档口 门牌号 展位号 位置 stall stallno
      stallnumber booth boothno shopno unitno`),
    like: /摊位|铺位|档口|(商|店)?铺(号|编号)|门牌|展位|摊号|店号/,
  },
  {
    field: 'ownerName',
    exact: words(`
      经营者 经营者姓名 法定代表人 法人代表 法人 法人姓名 负责人 负责人姓名 业主 业主姓名 实际经营人
      经营人 老板 户主 姓名 联系人 owner ownername legalrepresentative proprietor personincharge
      contact contactperson`),
    like: /经营者|经营人|法人|法定代表|负责人|业主|老板|户主|姓名|联系人/,
  },
  {
    field: 'name',
    exact: words(`
      商户名称 商户名 商户 店铺名称 店名 字号 字号名称 企业名称 单位名称 公司名称 客户名称
      经营主体名称 执照名称 借款人名称 借款人 申请人 名称 merchant merchantname businessname
      companyname shopname tradename company name`),
    like: /商户|店名|店铺名|字号|企业名|单位名|公司名|客户名|主体名|执照名|借款人|申请人|名称/,
  },
  {
    field: 'no',
    exact: words('序号 编号 序 号 行号 项次 户号 no number seq serialno serial index rowno'),
    like: /^序|序号$|^编号/,
  },
]

/** Columns about somebody or something else: a spouse's card is not the owner's, a balance is not a request. */
export const NOT_OURS =
  /配偶|担保人|保证人|共有人|紧急|备用|财务|有效期|到期|截止|签发|地址|住址|户籍|余额|现有|已有|存量|他行|逾期|备注|说明|签字|签名|盖章|spouse|guarantor|expiry|address|remark|note|balance/

/** A month's or a day's figure is not a year's; "近12个月" is. */
export const NOT_A_YEAR = /月均|日均|每月|每日|^月|^日|季度|每季|^季|monthly|daily|quarterly/

/** 合  计, 总计:, Subtotal … in any cell of a row without identity. */
export const TOTAL_ROW =
  /^(合计|总计|小计|共计|总共|累计|本页小计|本页合计|汇总|total|subtotal|grandtotal|sum)([:(].*|\d.*户?|户数.*|共.*)?$/

/** What stands under a list: who filled it in, who checked it, what to mind. */
export const FOOT_NOTE =
  /^(注|备注|说明|填表|制表|填报|审核|复核|经办|负责人签|负责人:|盖章|公章|日期|联系人:|市场(管理)?(方|处)?(盖章|签章|负责人)|单位(负责人|盖章)|note|prepared|checked|signature)/
