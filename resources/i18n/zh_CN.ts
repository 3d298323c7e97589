<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Teahouse</name>
        <message>
            <source> s</source>
            <translation> 秒</translation>
        </message>
        <message>
            <source>[File: {name}]</source>
            <translation>[文件：{name}]</translation>
        </message>
        <message>
            <source>[image: {text}, from {host}]</source>
            <translation>[图片：{text}，来自 {host}]</translation>
        </message>
        <message>
            <source>[Image]</source>
            <translation>[图片]</translation>
        </message>
        <message>
            <source>[Tool: {name}]</source>
            <translation>[工具：{name}]</translation>
        </message>
        <message>
            <source>A checked copy of everything but the keys. The newest seven are kept.</source>
            <translation>保存经过校验的副本，包含除密钥外的全部内容，保留最新的七份。</translation>
        </message>
        <message>
            <source>A command for a terminal; the key is read from $TEAHOUSE_API_KEY.</source>
            <translation>可在终端运行的命令；密钥从 $TEAHOUSE_API_KEY 读取。</translation>
        </message>
        <message>
            <source>A desktop chat client for OpenAI-compatible APIs. Free software under the MIT licence.</source>
            <translation>适用于 OpenAI 兼容接口的桌面聊天客户端。自由软件，以 MIT 许可证发布。</translation>
        </message>
        <message>
            <source>A header of this account cannot be sent. Correct it in the settings.</source>
            <translation>此账户有一个请求头无法发送。请在设置中更正。</translation>
        </message>
        <message>
            <source>A key is kept in your system's keyring.</source>
            <translation>密钥已保存在系统钥匙串中。</translation>
        </message>
        <message>
            <source>A key is kept until Teahouse closes: no keyring answers.</source>
            <translation>系统钥匙串不可用，密钥只保留到茶馆退出为止。</translation>
        </message>
        <message>
            <source>A newer Teahouse wrote these conversations. Update Teahouse to open them; nothing was changed.</source>
            <translation>这些对话由更新版本的茶馆写入。请升级茶馆后再打开；数据未作任何改动。</translation>
        </message>
        <message>
            <source>A price has no model. Name one, or write * for all others.</source>
            <translation>有一行价格没有填写模型。请填写模型名称，或用 * 表示其余所有模型。</translation>
        </message>
        <message>
            <source>A short answer</source>
            <translation>简短回答</translation>
        </message>
        <message>
            <source>A small server on this computer answers with prepared texts. No key, no network.</source>
            <translation>由本机上的小型服务器用预先写好的内容回答，不需要密钥，也不联网。</translation>
        </message>
        <message>
            <source>About Teahouse</source>
            <translation>关于茶馆</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>Accounts…</source>
            <translation>账户…</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Add a line</source>
            <translation>添加一行</translation>
        </message>
        <message>
            <source>Add an account</source>
            <translation>添加账户</translation>
        </message>
        <message>
            <source>Add an API key</source>
            <translation>添加 API 密钥</translation>
        </message>
        <message>
            <source>Added the account “{name}”.</source>
            <translation>已添加账户“{name}”。</translation>
        </message>
        <message>
            <source>Adding what is missing…</source>
            <translation>正在补入缺少的内容…</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Advanced</source>
            <translation>高级</translation>
        </message>
        <message>
            <source>After the first answer, a short request asks the model to name the conversation. It costs a few tokens.</source>
            <translation>得到第一个回答后，再发一个简短的请求，让模型为对话起标题。会消耗少量 token。</translation>
        </message>
        <message>
            <source>After tool calls</source>
            <translation>仅在工具调用之后</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <source>An address holds no password here. Put the key into its own field.</source>
            <translation>地址中不能包含密码。请把密钥填入单独的密钥栏。</translation>
        </message>
        <message>
            <source>An answer is followed only until it fills the window. A button leads on to the new text below.</source>
            <translation>回答填满窗口后不再自动滚动，可点按钮继续看下方的新内容。</translation>
        </message>
        <message>
            <source>Another account is called “{name}” already.</source>
            <translation>已有名为“{name}”的账户，请换一个名称。</translation>
        </message>
        <message>
            <source>Another program holds the file with your conversations. Close it there, then try again.</source>
            <translation>保存对话的文件正被另一个程序占用。请先关闭那个程序，然后重试。</translation>
        </message>
        <message>
            <source>Another server</source>
            <translation>其他服务器</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Answer again</source>
            <translation>重新回答</translation>
        </message>
        <message>
            <source>answered by {model}</source>
            <translation>由 {model} 回答</translation>
        </message>
        <message>
            <source>Any</source>
            <translation>不限</translation>
        </message>
        <message>
            <source>any</source>
            <translation>不限</translation>
        </message>
        <message>
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>API key: </source>
            <translation>API 密钥： </translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>Archive</source>
            <translation>归档</translation>
        </message>
        <message>
            <source>Archive or put back</source>
            <translation>归档或放回列表</translation>
        </message>
        <message>
            <source>Archived</source>
            <translation>已归档</translation>
        </message>
        <message>
            <source>archiving or putting back</source>
            <translation>归档或放回</translation>
        </message>
        <message>
            <source>As chosen last</source>
            <translation>沿用上次的选择</translation>
        </message>
        <message>
            <source>As in the settings ({value})</source>
            <translation>沿用设置（{value}）</translation>
        </message>
        <message>
            <source>As of</source>
            <translation>截至</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Ask the model for a title</source>
            <translation>让模型为对话起标题</translation>
        </message>
        <message>
            <source>Asking {host}…</source>
            <translation>正在连接 {host}…</translation>
        </message>
        <message>
            <source>Assistant</source>
            <translation>助手</translation>
        </message>
        <message>
            <source>Assistant: {text}</source>
            <translation>助手：{text}</translation>
        </message>
        <message>
            <source>Back to the conversation</source>
            <translation>返回对话</translation>
        </message>
        <message>
            <source>Back to the conversation (Esc)</source>
            <translation>返回对话（Esc）</translation>
        </message>
        <message>
            <source>Back up every day</source>
            <translation>每天备份</translation>
        </message>
        <message>
            <source>Back up now</source>
            <translation>立即备份</translation>
        </message>
        <message>
            <source>Backups</source>
            <translation>备份</translation>
        </message>
        <message>
            <source>Backups are kept in</source>
            <translation>备份保存在</translation>
        </message>
        <message>
            <source>before an update</source>
            <translation>更新前</translation>
        </message>
        <message>
            <source>Cached input</source>
            <translation>缓存输入</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Cancel the test</source>
            <translation>取消测试</translation>
        </message>
        <message>
            <source>Change the longest answer</source>
            <translation>调整回答长度上限</translation>
        </message>
        <message>
            <source>changing a folder</source>
            <translation>修改文件夹</translation>
        </message>
        <message>
            <source>changing tags</source>
            <translation>修改标签</translation>
        </message>
        <message>
            <source>Chat</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Check now</source>
            <translation>立即检查</translation>
        </message>
        <message>
            <source>Check the connection</source>
            <translation>检查连接</translation>
        </message>
        <message>
            <source>Check the connection of {name}</source>
            <translation>检查 {name} 的连接</translation>
        </message>
        <message>
            <source>Check the file</source>
            <translation>检查文件</translation>
        </message>
        <message>
            <source>Checking that everything is whole…</source>
            <translation>正在检查是否完好…</translation>
        </message>
        <message>
            <source>Choose a folder for backups</source>
            <translation>选择备份文件夹</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>选择文件夹…</translation>
        </message>
        <message>
            <source>Choose a model</source>
            <translation>选择模型</translation>
        </message>
        <message>
            <source>Choose the model of this conversation (Ctrl+M)</source>
            <translation>选择此对话使用的模型 (Ctrl+M)</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>关闭（Esc）</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Code {}</source>
            <translation>错误码 {}</translation>
        </message>
        <message>
            <source>Code, {language}</source>
            <translation>代码，{language}</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Connection of {name}</source>
            <translation>{name} 的连接</translation>
        </message>
        <message>
            <source>Considers only the likeliest words up to this share. Off: the server decides.</source>
            <translation>只考虑累计概率在此范围内的词。关闭时由服务器决定。</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Conversation “{title}”, {when}</source>
            <translation>对话“{title}”，{when}</translation>
        </message>
        <message>
            <source>Conversations</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Conversations: {added} added, {updated} updated, {unchanged} were here already.</source>
            <translation>对话：已添加 {added} 个，已更新 {updated} 个，{unchanged} 个原已存在。</translation>
        </message>
        <message>
            <source>Conversations: {added} new, {updated} to update, {unchanged} here already.</source>
            <translation>对话：{added} 个新增，{updated} 个待更新，{unchanged} 个已存在。</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
        <message>
            <source>Copied as Markdown.</source>
            <translation>已复制为 Markdown。</translation>
        </message>
        <message>
            <source>Copies these findings as text, without key and passwords.</source>
            <translation>将检查结果复制为文本，不含密钥和密码。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy as curl</source>
            <translation>复制为 curl 命令</translation>
        </message>
        <message>
            <source>Copy as rich text</source>
            <translation>复制为富文本</translation>
        </message>
        <message>
            <source>Copy code</source>
            <translation>复制代码</translation>
        </message>
        <message>
            <source>Copy for support</source>
            <translation>复制检查结果</translation>
        </message>
        <message>
            <source>Copy formula as LaTeX</source>
            <translation>复制公式（LaTeX）</translation>
        </message>
        <message>
            <source>Copy image address</source>
            <translation>复制图片地址</translation>
        </message>
        <message>
            <source>Copy JSON</source>
            <translation>复制 JSON</translation>
        </message>
        <message>
            <source>Copy link address</source>
            <translation>复制链接地址</translation>
        </message>
        <message>
            <source>Copy selection</source>
            <translation>复制所选内容</translation>
        </message>
        <message>
            <source>Copy table as CSV</source>
            <translation>复制表格（CSV）</translation>
        </message>
        <message>
            <source>Copy table as Markdown</source>
            <translation>复制表格（Markdown）</translation>
        </message>
        <message>
            <source>Copying…</source>
            <translation>正在复制…</translation>
        </message>
        <message>
            <source>Ctrl+Enter</source>
            <translation>Ctrl+Enter</translation>
        </message>
        <message>
            <source>Currency</source>
            <translation>货币</translation>
        </message>
        <message>
            <source>daily</source>
            <translation>每日</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Days in the trash</source>
            <translation>回收站保留天数</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Delete the folder</source>
            <translation>删除文件夹</translation>
        </message>
        <message>
            <source>Deleted {moment}</source>
            <translation>删除于 {moment}</translation>
        </message>
        <message>
            <source>deleting a folder</source>
            <translation>删除文件夹</translation>
        </message>
        <message>
            <source>deleting a message</source>
            <translation>删除消息</translation>
        </message>
        <message>
            <source>Demo</source>
            <translation>演示</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Do not send</source>
            <translation>不发送</translation>
        </message>
        <message>
            <source>Done again: {deed}</source>
            <translation>已重做：{deed}</translation>
        </message>
        <message>
            <source>Earlier reasoning</source>
            <translation>先前的思考过程</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Edit the account</source>
            <translation>编辑账户</translation>
        </message>
        <message>
            <source>Edit {name}</source>
            <translation>编辑 {name}</translation>
        </message>
        <message>
            <source>Editing an earlier message. Esc leaves it as it was.</source>
            <translation>正在编辑之前的消息。按 Esc 放弃修改。</translation>
        </message>
        <message>
            <source>Empty the trash</source>
            <translation>清空回收站</translation>
        </message>
        <message>
            <source>Empty the trash…</source>
            <translation>清空回收站…</translation>
        </message>
        <message>
            <source>Encryption</source>
            <translation>加密</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>Enter</translation>
        </message>
        <message>
            <source>Estimated: {tokens}</source>
            <translation>估算：{tokens}</translation>
        </message>
        <message>
            <source>Everything in this backup is here already.</source>
            <translation>此备份中的内容均已存在。</translation>
        </message>
        <message>
            <source>Everything that was found could be read.</source>
            <translation>找到的内容均可读取。</translation>
        </message>
        <message>
            <source>Everything works.</source>
            <translation>一切正常。</translation>
        </message>
        <message>
            <source>Explain how tea is made, in a table</source>
            <translation>用表格说明茶是怎样制成的</translation>
        </message>
        <message>
            <source>Export all conversations into a folder</source>
            <translation>将所有对话导出到文件夹</translation>
        </message>
        <message>
            <source>Export all conversations…</source>
            <translation>导出所有对话…</translation>
        </message>
        <message>
            <source>Export all…</source>
            <translation>全部导出…</translation>
        </message>
        <message>
            <source>Export into a folder</source>
            <translation>导出到文件夹</translation>
        </message>
        <message>
            <source>Export to Markdown</source>
            <translation>导出为 Markdown</translation>
        </message>
        <message>
            <source>Export to Markdown…</source>
            <translation>导出为 Markdown…</translation>
        </message>
        <message>
            <source>Exported {n} conversation to {place}.</source>
            <extracomment>Other numbers: Exported {n} conversations to {place}.</extracomment>
            <translation>已将 {n} 个对话导出到 {place}。</translation>
        </message>
        <message>
            <source>Exporting…</source>
            <translation>正在导出…</translation>
        </message>
        <message>
            <source>Exports of Teahouse and of other programs</source>
            <translation>Teahouse 和其他程序的导出文件</translation>
        </message>
        <message>
            <source>Fetch the list again</source>
            <translation>重新获取列表</translation>
        </message>
        <message>
            <source>Fetching the models of {account}…</source>
            <translation>正在获取 {account} 的模型…</translation>
        </message>
        <message>
            <source>Filter the list of conversations</source>
            <translation>筛选对话列表</translation>
        </message>
        <message>
            <source>Find a model, or type a name</source>
            <translation>查找模型，或输入名称</translation>
        </message>
        <message>
            <source>Find in this conversation</source>
            <translation>在此对话中查找</translation>
        </message>
        <message>
            <source>fine</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>For new conversations…</source>
            <translation>新对话的默认设置…</translation>
        </message>
        <message>
            <source>For the Teahouse gateway, DeepSeek, OpenRouter and others of their kind.</source>
            <translation>适用于 Teahouse 网关、DeepSeek、OpenRouter 等同类服务。</translation>
        </message>
        <message>
            <source>For this conversation</source>
            <translation>仅用于此对话</translation>
        </message>
        <message>
            <source>Formula</source>
            <translation>公式</translation>
        </message>
        <message>
            <source>From {sources}: {added} new conversations, {grown} that get longer, {known} that are here already. New messages: {messages}.</source>
            <translation>来自 {sources}：{added} 个新对话，{grown} 个会增加内容，{known} 个这里已有。新消息 {messages} 条。</translation>
        </message>
        <message>
            <source>From … to …</source>
            <translation>自选日期…</translation>
        </message>
        <message>
            <source>General</source>
            <translation>通用</translation>
        </message>
        <message>
            <source>Headers</source>
            <translation>请求头</translation>
        </message>
        <message>
            <source>Higher is more varied, lower more predictable. Off: the server decides.</source>
            <translation>数值越高回答越多样，越低越稳定。关闭时由服务器决定。</translation>
        </message>
        <message>
            <source>Hit {hit} of {count}</source>
            <translation>第 {hit} 个结果，共 {count} 个</translation>
        </message>
        <message>
            <source>http, https, socks5 or socks5h; with a user if it wants one.</source>
            <translation>支持 http、https、socks5 或 socks5h；需要时可带用户名。</translation>
        </message>
        <message>
            <source>http:// to another machine would send the key readable for anyone on the way. Use https://, or “--allow-plain-http” if you trust that network.</source>
            <translation>用 http:// 连接另一台机器，途中任何人都能读到密钥。请改用 https://；如果信任该网络，可加上“--allow-plain-http”。</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Import conversations</source>
            <translation>导入对话</translation>
        </message>
        <message>
            <source>Import conversations…</source>
            <translation>导入对话…</translation>
        </message>
        <message>
            <source>Imported from {sources}: {added} new conversations, {grown} that got longer, {known} that were here already. New messages: {messages}.</source>
            <translation>已从 {sources} 导入：{added} 个新对话，{grown} 个增加了内容，{known} 个这里已有。新消息 {messages} 条。</translation>
        </message>
        <message>
            <source>Importing…</source>
            <translation>正在导入…</translation>
        </message>
        <message>
            <source>In tokens. Off: as in the settings.</source>
            <translation>单位为 token。关闭时沿用设置。</translation>
        </message>
        <message>
            <source>In tokens. Off: the server decides.</source>
            <translation>以 token 计。关闭时由服务器决定。</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>It goes into your system's keyring, never into a file.</source>
            <translation>密钥只存入系统钥匙串，绝不写入文件。</translation>
        </message>
        <message>
            <source>Its key is removed from the keyring too. The conversations stay.</source>
            <translation>其密钥也会从系统钥匙串中移除，对话会保留。</translation>
        </message>
        <message>
            <source>Its text or its name makes it look like another place. Open it only if you expect this.</source>
            <translation>它的文字或域名看起来像是另一个网站。确认无误后再打开。</translation>
        </message>
        <message>
            <source>JSON of the request</source>
            <translation>请求的 JSON</translation>
        </message>
        <message>
            <source>Keep it for this run only</source>
            <translation>仅本次运行保留</translation>
        </message>
        <message>
            <source>Keep this conversation</source>
            <translation>保留此对话</translation>
        </message>
        <message>
            <source>Kept like the API key.</source>
            <translation>与 API 密钥的保存方式相同。</translation>
        </message>
        <message>
            <source>Laid out here to be read. What is copied is the exact text, as it was sent.</source>
            <translation>此处为便于阅读做了排版。复制的是原文，与发送时完全一致。</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>放大文字</translation>
        </message>
        <message>
            <source>Leave it empty to keep the key that is there.</source>
            <translation>留空则继续使用现有密钥。</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>已跳过的对话</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Live answers</source>
            <translation>流式输出</translation>
        </message>
        <message>
            <source>Load image from {host}</source>
            <translation>从 {host} 加载图片</translation>
        </message>
        <message>
            <source>Load once</source>
            <translation>加载一次</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>正在加载…</translation>
        </message>
        <message>
            <source>Longest answer</source>
            <translation>回答长度上限</translation>
        </message>
        <message>
            <source>Looking into the files…</source>
            <translation>正在查看文件…</translation>
        </message>
        <message>
            <source>Looking into the keyring…</source>
            <translation>正在查询系统钥匙串…</translation>
        </message>
        <message>
            <source>Looking through the backup…</source>
            <translation>正在查看备份…</translation>
        </message>
        <message>
            <source>Lower it and try again</source>
            <translation>调低并重试</translation>
        </message>
        <message>
            <source>made by hand</source>
            <translation>手动</translation>
        </message>
        <message>
            <source>making a folder</source>
            <translation>新建文件夹</translation>
        </message>
        <message>
            <source>Markdown</source>
            <translation>Markdown</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>菜单</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Messages: {added} added, {updated} updated, {unchanged} were here already.</source>
            <translation>消息：已添加 {added} 条，已更新 {updated} 条，{unchanged} 条原已存在。</translation>
        </message>
        <message>
            <source>Messages: {added} new, {updated} to update, {unchanged} here already.</source>
            <translation>消息：{added} 条新增，{updated} 条待更新，{unchanged} 条已存在。</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Models on offer: {count}</source>
            <translation>可用模型：{count} 个</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>More than {n} hits, the best and newest first</source>
            <translation>超过 {n} 条结果，最相关、最新的在前</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Move to</source>
            <translation>移动到</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>moving conversations to the trash</source>
            <translation>将对话移到回收站</translation>
        </message>
        <message>
            <source>moving to another folder</source>
            <translation>移动到其他文件夹</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Name of the server</source>
            <translation>服务器域名</translation>
        </message>
        <message>
            <source>New conversation</source>
            <translation>新对话</translation>
        </message>
        <message>
            <source>New conversation in this folder</source>
            <translation>在此文件夹中新建对话</translation>
        </message>
        <message>
            <source>New conversation in “{folder}”</source>
            <translation>“{folder}”中的新对话</translation>
        </message>
        <message>
            <source>New conversations in this folder</source>
            <translation>此文件夹中的新对话</translation>
        </message>
        <message>
            <source>New folder</source>
            <translation>新建文件夹</translation>
        </message>
        <message>
            <source>New tag</source>
            <translation>新标签</translation>
        </message>
        <message>
            <source>New temporary conversation</source>
            <translation>新建临时对话</translation>
        </message>
        <message>
            <source>New text below</source>
            <translation>下方有新内容</translation>
        </message>
        <message>
            <source>Next conversation</source>
            <translation>下一个对话</translation>
        </message>
        <message>
            <source>Next hit</source>
            <translation>下一个结果</translation>
        </message>
        <message>
            <source>Next hit (Enter)</source>
            <translation>下一个结果（Enter）</translation>
        </message>
        <message>
            <source>Next version</source>
            <translation>下一个版本</translation>
        </message>
        <message>
            <source>No answer came.</source>
            <translation>没有收到回答。</translation>
        </message>
        <message>
            <source>No backup could be written to {path}. Your conversations and older backups are as they were; make room there, or choose another folder in the settings under “Data”.</source>
            <translation>无法将备份写入 {path}。你的对话和已有备份均未改动。请在该处腾出空间，或在设置的“数据”中选择其他文件夹。</translation>
        </message>
        <message>
            <source>No backup could be written. Your conversations and older backups are as they were; choose another folder in the settings under “Data”.</source>
            <translation>无法写入备份。你的对话和已有备份均未改动。请在设置的“数据”中选择其他文件夹。</translation>
        </message>
        <message>
            <source>No connection to the server</source>
            <translation>无法连接服务器</translation>
        </message>
        <message>
            <source>No connection to {host}. Check that you are online and that the server is running.</source>
            <translation>无法连接 {host}。请检查网络，并确认服务器正在运行。</translation>
        </message>
        <message>
            <source>No conversation could be read.</source>
            <translation>没有读到任何对话。</translation>
        </message>
        <message>
            <source>no description</source>
            <translation>无描述</translation>
        </message>
        <message>
            <source>No folder</source>
            <translation>不放入文件夹</translation>
        </message>
        <message>
            <source>No hits</source>
            <translation>无结果</translation>
        </message>
        <message>
            <source>No key is sent, and none is asked for.</source>
            <translation>没有发送密钥，服务器也不要求密钥。</translation>
        </message>
        <message>
            <source>No keyring answers on this computer, so a key can be kept for this run only. Start your system's keyring to keep it.</source>
            <translation>这台电脑上的系统钥匙串不可用，密钥只能在本次运行期间保留。要长期保存，请先启动系统钥匙串服务。</translation>
        </message>
        <message>
            <source>no price known for this model</source>
            <translation>此模型的价格未知</translation>
        </message>
        <message>
            <source>No prices are known for this address.</source>
            <translation>此地址没有已知价格。</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Nothing came from {host} for {seconds} s, so the request was given up. Try again, or raise the time limit under “Advanced” in the account.</source>
            <translation>{host} 在 {seconds} 秒内没有任何响应，请求已放弃。请重试，或在账户的“高级”中调高超时时间。</translation>
        </message>
        <message>
            <source>Nothing came from {host} within the time limit of the account. Try again.</source>
            <translation>{host} 在账户设定的超时时间内没有任何响应。请重试。</translation>
        </message>
        <message>
            <source>Nothing is in the trash. What you delete comes here first.</source>
            <translation>回收站是空的。删除的对话会先放到这里。</translation>
        </message>
        <message>
            <source>Nothing new for {time}…</source>
            <translation>已有 {time} 没有新内容…</translation>
        </message>
        <message>
            <source>Nothing was found. Fewer words, or fewer filters, find more.</source>
            <translation>没有找到结果。减少关键词或筛选条件可以找到更多。</translation>
        </message>
        <message>
            <source>Number the lines of code</source>
            <translation>显示代码行号</translation>
        </message>
        <message>
            <source>of another profile or computer</source>
            <translation>来自其他配置或电脑</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Off: a code block is scrolled sideways.</source>
            <translation>关闭时，代码块可以左右滚动。</translation>
        </message>
        <message>
            <source>Off: as in the settings ({value})</source>
            <translation>关闭时沿用设置（{value}）</translation>
        </message>
        <message>
            <source>Off: as in the settings.</source>
            <translation>关闭时沿用设置。</translation>
        </message>
        <message>
            <source>Ollama, llama.cpp, vLLM or LM Studio on this computer or in your network.</source>
            <translation>本机或局域网中的 Ollama、llama.cpp、vLLM 或 LM Studio。</translation>
        </message>
        <message>
            <source>On</source>
            <translation>开启</translation>
        </message>
        <message>
            <source>on</source>
            <translation>开启</translation>
        </message>
        <message>
            <source>One a line. They are no place for keys: unlike those, they are kept readable.</source>
            <translation>每行一个。请勿在此填写密钥：请求头以明文保存，密钥则不然。</translation>
        </message>
        <message>
            <source>Only the beginning is shown here. What is copied is the whole text, exactly as it was sent.</source>
            <translation>这里只显示开头部分。复制的是完整原文，与发送时完全一致。</translation>
        </message>
        <message>
            <source>Only what is archived</source>
            <translation>仅已归档</translation>
        </message>
        <message>
            <source>Open settings</source>
            <translation>打开设置</translation>
        </message>
        <message>
            <source>Open Teahouse</source>
            <translation>打开 Teahouse</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Open the last conversation at start</source>
            <translation>启动时打开上次的对话</translation>
        </message>
        <message>
            <source>Open this link?</source>
            <translation>打开这个链接？</translation>
        </message>
        <message>
            <source>Open {host}</source>
            <translation>打开 {host}</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Page to top up at</source>
            <translation>充值页面</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>页面</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Parameters of this conversation</source>
            <translation>此对话的参数</translation>
        </message>
        <message>
            <source>Per million tokens. “*” stands for every model without a line of its own.</source>
            <translation>每百万 token 的价格。“*”代表未单独列出的所有模型。</translation>
        </message>
        <message>
            <source>Pick a model</source>
            <translation>选择模型</translation>
        </message>
        <message>
            <source>Pin</source>
            <translation>置顶</translation>
        </message>
        <message>
            <source>Pin or unpin</source>
            <translation>置顶或取消置顶</translation>
        </message>
        <message>
            <source>Pinned</source>
            <translation>置顶</translation>
        </message>
        <message>
            <source>pinning or unpinning</source>
            <translation>置顶或取消置顶</translation>
        </message>
        <message>
            <source>Pixels of the text in conversations. Ctrl+plus and Ctrl+minus change it too.</source>
            <translation>对话文字的大小，以像素计。也可用 Ctrl+加号和 Ctrl+减号调整。</translation>
        </message>
        <message>
            <source>Please go on exactly where you stopped.</source>
            <translation>请从刚才停下的地方接着写。</translation>
        </message>
        <message>
            <source>Previous 7 days</source>
            <translation>过去 7 天</translation>
        </message>
        <message>
            <source>Previous conversation</source>
            <translation>上一个对话</translation>
        </message>
        <message>
            <source>Previous hit</source>
            <translation>上一个结果</translation>
        </message>
        <message>
            <source>Previous hit (Shift+Enter)</source>
            <translation>上一个结果（Shift+Enter）</translation>
        </message>
        <message>
            <source>Previous version</source>
            <translation>上一个版本</translation>
        </message>
        <message>
            <source>Prices</source>
            <translation>价格</translation>
        </message>
        <message>
            <source>Proxy</source>
            <translation>代理</translation>
        </message>
        <message>
            <source>Proxy address</source>
            <translation>代理地址</translation>
        </message>
        <message>
            <source>Proxy password</source>
            <translation>代理密码</translation>
        </message>
        <message>
            <source>Put back into the list</source>
            <translation>放回列表</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Quote</source>
            <translation>引用</translation>
        </message>
        <message>
            <source>Quote the selection</source>
            <translation>引用所选内容</translation>
        </message>
        <message>
            <source>Reading what can be read…</source>
            <translation>正在读取可读的内容…</translation>
        </message>
        <message>
            <source>Reads the whole file with your conversations and looks for damage.</source>
            <translation>完整读取保存对话的文件，检查是否有损坏。</translation>
        </message>
        <message>
            <source>Reason: {}</source>
            <translation>原因：{}</translation>
        </message>
        <message>
            <source>Reasoning</source>
            <translation>思考过程</translation>
        </message>
        <message>
            <source>Reasoning ({seconds} s)</source>
            <translation>思考过程（{seconds} 秒）</translation>
        </message>
        <message>
            <source>Recover</source>
            <translation>救回</translation>
        </message>
        <message>
            <source>Recovered messages</source>
            <translation>救回的消息</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove everything in the trash for good?</source>
            <translation>要彻底删除回收站中的全部内容吗？</translation>
        </message>
        <message>
            <source>Remove for good</source>
            <translation>彻底删除</translation>
        </message>
        <message>
            <source>Remove the account</source>
            <translation>移除账户</translation>
        </message>
        <message>
            <source>Remove the account “{name}”?</source>
            <translation>要移除账户“{name}”吗？</translation>
        </message>
        <message>
            <source>Remove the line</source>
            <translation>移除此行</translation>
        </message>
        <message>
            <source>Remove {name}</source>
            <translation>移除 {name}</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>renaming a conversation</source>
            <translation>重命名对话</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>更换</translation>
        </message>
        <message>
            <source>Request</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Request {}</source>
            <translation>请求编号 {}</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>恢复备份</translation>
        </message>
        <message>
            <source>Restore a file…</source>
            <translation>从文件恢复…</translation>
        </message>
        <message>
            <source>Restore the backup</source>
            <translation>恢复备份</translation>
        </message>
        <message>
            <source>Restore…</source>
            <translation>恢复…</translation>
        </message>
        <message>
            <source>restoring from the trash</source>
            <translation>从回收站恢复</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>搜索结果</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>重新检查</translation>
        </message>
        <message>
            <source>Said by</source>
            <translation>发言者</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Saved, but no keyring answers on this computer: the key is kept for this run only.</source>
            <translation>已保存，但这台电脑上的系统钥匙串不可用：密钥只在本次运行期间保留。</translation>
        </message>
        <message>
            <source>Saved: conversations {conversations}, messages {messages}, accounts {accounts}.</source>
            <translation>已救回 {conversations} 个对话、{messages} 条消息和 {accounts} 个账户。</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>正在保存…</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Search everything</source>
            <translation>搜索全部内容</translation>
        </message>
        <message>
            <source>Search in all messages…</source>
            <translation>在所有消息中搜索…</translation>
        </message>
        <message>
            <source>Search titles, messages and reasoning</source>
            <translation>搜索标题、消息和思考过程</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Send always</source>
            <translation>始终发送</translation>
        </message>
        <message>
            <source>Send with</source>
            <translation>发送快捷键</translation>
        </message>
        <message>
            <source>Send without encryption</source>
            <translation>不加密发送</translation>
        </message>
        <message>
            <source>Send your key to {host} without encryption?</source>
            <translation>要在不加密的情况下把密钥发送给 {host} 吗？</translation>
        </message>
        <message>
            <source>Sent before every conversation that has none of its own.</source>
            <translation>用于所有没有单独设置系统提示词的对话。</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>服务</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Show answers while they are written</source>
            <translation>边生成边显示回答</translation>
        </message>
        <message>
            <source>Show me the quadratic formula</source>
            <translation>给我看看一元二次方程的求根公式</translation>
        </message>
        <message>
            <source>Show or hide the reasoning</source>
            <translation>显示或隐藏思考过程</translation>
        </message>
        <message>
            <source>Show or hide the sidebar</source>
            <translation>显示或隐藏侧边栏</translation>
        </message>
        <message>
            <source>Show the request</source>
            <translation>查看请求</translation>
        </message>
        <message>
            <source>showing another version</source>
            <translation>切换版本</translation>
        </message>
        <message>
            <source>Silence after which a request is given up. Reasoning may take minutes.</source>
            <translation>服务器超过此时间没有响应，就放弃请求。思考可能需要几分钟。</translation>
        </message>
        <message>
            <source>Since last year</source>
            <translation>去年以来</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>缩小文字</translation>
        </message>
        <message>
            <source>Some words could not be saved and would be lost. Copy them, or close again to leave without them.</source>
            <translation>有些内容没能保存，现在关闭会丢失。请先复制出来；要放弃这些内容，再关闭一次即可。</translation>
        </message>
        <message>
            <source>Something is wrong: {step}.</source>
            <translation>发现问题：{step}。</translation>
        </message>
        <message>
            <source>Something went wrong inside Teahouse itself. What you wrote is kept; try again, and please report the details if it happens once more.</source>
            <translation>茶馆内部出了问题。你写的内容已保留。请重试；如果再次发生，请把详情反馈给我们。</translation>
        </message>
        <message>
            <source>Status {}</source>
            <translation>状态码 {}</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stop at the first screen</source>
            <translation>停在第一屏</translation>
        </message>
        <message>
            <source>Stop the answer</source>
            <translation>停止回答</translation>
        </message>
        <message>
            <source>Stop the answer (Esc)</source>
            <translation>停止回答 (Esc)</translation>
        </message>
        <message>
            <source>Stop trying</source>
            <translation>停止重试</translation>
        </message>
        <message>
            <source>Stopped.</source>
            <translation>已停止。</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>系统提示词</translation>
        </message>
        <message>
            <source>System prompt, temperature and length for this conversation</source>
            <translation>此对话的系统提示词、温度和长度</translation>
        </message>
        <message>
            <source>System prompt: {text}</source>
            <translation>系统提示词：{text}</translation>
        </message>
        <message>
            <source>Table, {rows} rows, {columns} columns</source>
            <translation>表格，{rows} 行 {columns} 列</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Tags…</source>
            <translation>标签…</translation>
        </message>
        <message>
            <source>Take everything along</source>
            <translation>导出全部对话</translation>
        </message>
        <message>
            <source>Teahouse ended while this answer was being written. What came is kept.</source>
            <translation>生成此回答时茶馆退出了。收到的内容已保留。</translation>
        </message>
        <message>
            <source>Teahouse may not write to its folder. Allow it, or start with another folder after --profile.</source>
            <translation>茶馆没有权限写入数据文件夹。请授予权限，或在启动时用 --profile 指定其他文件夹。</translation>
        </message>
        <message>
            <source>Teahouse may not write to {path}. Allow it, or start with another folder after --profile.</source>
            <translation>茶馆没有权限写入 {path}。请授予权限，或在启动时用 --profile 指定其他文件夹。</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>温度</translation>
        </message>
        <message>
            <source>Temporary</source>
            <translation>临时</translation>
        </message>
        <message>
            <source>Temporary: nothing of it is saved, and it is gone once Teahouse is closed.</source>
            <translation>临时对话：不会保存任何内容，关闭茶馆后即消失。</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>Test fills the list; any other name may be typed.</source>
            <translation>点“测试”可获取列表，也可直接输入其他名称。</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>That did not work. Try again.</source>
            <translation>操作未成功。请重试。</translation>
        </message>
        <message>
            <source>That is not there any more. Look in the list or in the trash.</source>
            <translation>它已不存在。请在列表或回收站中查找。</translation>
        </message>
        <message>
            <source>The account is gone, but its key is still in the keyring. {reason}</source>
            <translation>账户已移除，但其密钥仍在系统钥匙串中。{reason}</translation>
        </message>
        <message>
            <source>The account is saved, its key is not. {reason}</source>
            <translation>账户已保存，但密钥未能保存。{reason}</translation>
        </message>
        <message>
            <source>The account that it went to is gone.</source>
            <translation>发送时所用的账户已不存在。</translation>
        </message>
        <message>
            <source>The account “{name}” has no model yet. Name one with “--model”.</source>
            <translation>账户“{name}”还没有模型。请用“--model”指定。</translation>
        </message>
        <message>
            <source>The address is missing or not complete. Write it like https://host/v1.</source>
            <translation>地址为空或不完整。请按 https://host/v1 的格式填写。</translation>
        </message>
        <message>
            <source>The address of {account} is {address} now.</source>
            <translation>“{account}”的地址已改为 {address}。</translation>
        </message>
        <message>
            <source>The answer has ended early.</source>
            <translation>回答提前结束了。</translation>
        </message>
        <message>
            <source>The answer is complete.</source>
            <translation>回答已完成。</translation>
        </message>
        <message>
            <source>The answer of {host} could not be read. Try again, or check the address of the account.</source>
            <translation>无法读取 {host} 的回答。请重试，或检查账户的地址。</translation>
        </message>
        <message>
            <source>The answer was cut: it reached the longest length that is allowed.</source>
            <translation>回答被截断：已达到允许的长度上限。</translation>
        </message>
        <message>
            <source>The API key has characters in it that no key can have, such as a space or a curly quote. Copy it afresh and replace it in the settings.</source>
            <translation>API 密钥中含有不该出现的字符，例如空格或弯引号。请重新复制密钥，并在设置中更换。</translation>
        </message>
        <message>
            <source>The backup is in {place}.</source>
            <translation>备份已保存到 {place}。</translation>
        </message>
        <message>
            <source>The backup is restored.</source>
            <translation>备份已恢复。</translation>
        </message>
        <message>
            <source>The connection broke before the answer was complete. What came is kept.</source>
            <translation>回答尚未完成，连接就中断了。收到的内容已保留。</translation>
        </message>
        <message>
            <source>The connection is encrypted, and the server has proved who it is.</source>
            <translation>连接已加密，服务器的身份已得到验证。</translation>
        </message>
        <message>
            <source>The connection works. No model is chosen, so none was asked for an answer.</source>
            <translation>连接正常。未选择模型，因此没有测试回答。</translation>
        </message>
        <message>
            <source>The damaged file is kept: {path}.</source>
            <translation>损坏的文件已保留：{path}。</translation>
        </message>
        <message>
            <source>The database is sound and can be written: {path}</source>
            <translation>数据库完好，可以写入：{path}</translation>
        </message>
        <message>
            <source>The disk is full, so this could not be saved. Make some room, then try again.</source>
            <translation>磁盘已满，无法保存。请清理出一些空间，然后重试。</translation>
        </message>
        <message>
            <source>The export could not be written. Choose another folder, then export again.</source>
            <translation>无法写入导出的文件。请选择其他文件夹，然后重新导出。</translation>
        </message>
        <message>
            <source>The file could not be read. Check it, or export it once more, then import again.</source>
            <translation>无法读取这个文件。请检查文件，或重新导出一次，然后再导入。</translation>
        </message>
        <message>
            <source>The file is too large to be read. Import it in parts, or without its pictures.</source>
            <translation>这个文件太大，无法读取。请分成几部分导入，或去掉其中的图片。</translation>
        </message>
        <message>
            <source>The file with your conversations is damaged. Quit and start Teahouse again: it will offer to save everything that can still be read. “teahouse recover” does the same.</source>
            <translation>保存对话的文件已损坏。请退出并重新启动 Teahouse，它会帮你救回所有仍可读取的内容。也可以运行“teahouse recover”。</translation>
        </message>
        <message>
            <source>The file with your conversations is damaged. Teahouse can save everything that can still be read in a new file. The damaged file is kept beside it, as it is.</source>
            <translation>保存对话的文件已损坏。Teahouse 可以把仍可读取的内容救回到新文件中。损坏的文件会原样保留在旁边。</translation>
        </message>
        <message>
            <source>The file with your conversations is damaged: {path}. Quit and start Teahouse again: it will offer to save everything that can still be read. “teahouse recover” does the same.</source>
            <translation>保存对话的文件已损坏：{path}。请退出并重新启动 Teahouse，它会帮你救回所有仍可读取的内容。也可以运行“teahouse recover”。</translation>
        </message>
        <message>
            <source>The file with your conversations is sound.</source>
            <translation>保存对话的文件完好。</translation>
        </message>
        <message>
            <source>The file with your conversations is sound. There was nothing to recover.</source>
            <translation>保存对话的文件完好，无需救回。</translation>
        </message>
        <message>
            <source>The folder is gone. Its conversations are kept.</source>
            <translation>文件夹已删除，其中的对话仍然保留。</translation>
        </message>
        <message>
            <source>The header “{name}” of this account cannot be sent. Correct it in the settings.</source>
            <translation>此账户的请求头“{name}”无法发送。请在设置中更正。</translation>
        </message>
        <message>
            <source>The image could not be loaded from {host}. Check that you are online.</source>
            <translation>无法从 {host} 加载图片。请检查网络连接。</translation>
        </message>
        <message>
            <source>The image from {host} is too large to be shown here.</source>
            <translation>来自 {host} 的图片太大，无法在此显示。</translation>
        </message>
        <message>
            <source>The image was not loaded: {host} is in a private network, or sends on to another place.</source>
            <translation>图片未加载：{host} 位于内部网络，或转到了别的地址。</translation>
        </message>
        <message>
            <source>The key comes from {variable}.</source>
            <translation>密钥来自环境变量 {variable}。</translation>
        </message>
        <message>
            <source>The key could not be read from the keyring, or not kept in it. Try again.</source>
            <translation>无法从系统钥匙串读取密钥，或无法存入密钥。请重试。</translation>
        </message>
        <message>
            <source>The key goes when you save. Type another one to keep that instead.</source>
            <translation>保存后此密钥将被移除。如要更换，请输入新的密钥。</translation>
        </message>
        <message>
            <source>The key is accepted.</source>
            <translation>密钥有效。</translation>
        </message>
        <message>
            <source>The keyring did not answer within {seconds} s. It may be asking for its password in another window; answer there, then try again.</source>
            <translation>系统钥匙串在 {seconds} 秒内没有响应。它可能正在另一个窗口中要求输入密码；请先在那里完成操作，然后重试。</translation>
        </message>
        <message>
            <source>The keyring did not answer. It may be asking for its password in another window; answer there, then try again.</source>
            <translation>系统钥匙串没有响应。它可能正在另一个窗口中要求输入密码；请先在那里完成操作，然后重试。</translation>
        </message>
        <message>
            <source>The keyring is locked. Unlock it, then try again.</source>
            <translation>系统钥匙串已锁定。请先解锁，然后重试。</translation>
        </message>
        <message>
            <source>The keyring is not asked: the key comes from TEAHOUSE_API_KEY.</source>
            <translation>未使用系统钥匙串：密钥来自环境变量 TEAHOUSE_API_KEY。</translation>
        </message>
        <message>
            <source>The keyring keeps keys and gives them back.</source>
            <translation>系统钥匙串可以正常存取密钥。</translation>
        </message>
        <message>
            <source>The keyring refused. Try again, or keep the key for this run only.</source>
            <translation>系统钥匙串拒绝了请求。请重试，或仅在本次运行期间保留密钥。</translation>
        </message>
        <message>
            <source>The last 30 days</source>
            <translation>最近 30 天</translation>
        </message>
        <message>
            <source>The last 7 days</source>
            <translation>最近 7 天</translation>
        </message>
        <message>
            <source>The longest answer asked for is more than the model can write. Lower it, then try again.</source>
            <translation>设定的回答长度上限超出了模型的能力。请调低后重试。</translation>
        </message>
        <message>
            <source>The longest answer in this conversation is {limit} tokens now.</source>
            <translation>此对话的回答长度上限已改为 {limit} token。</translation>
        </message>
        <message>
            <source>The message, and what was said below it, is in the trash.</source>
            <translation>此消息及其后的内容已移到回收站。</translation>
        </message>
        <message>
            <source>The model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>The model ended without a word. Try again, or put the question differently.</source>
            <translation>模型没有输出任何内容就结束了。请重试，或换一种问法。</translation>
        </message>
        <message>
            <source>The model reasoned, but gave no answer. Try again, or let it continue.</source>
            <translation>模型思考过了，但没有给出回答。请重试，或让它继续。</translation>
        </message>
        <message>
            <source>The model writes {limit} tokens at most. Lower the longest answer, then try again.</source>
            <translation>此模型最多输出 {limit} token。请调低回答长度上限，然后重试。</translation>
        </message>
        <message>
            <source>The model “{model}” has two lines.</source>
            <translation>模型“{model}”重复出现，请只保留一行。</translation>
        </message>
        <message>
            <source>The model “{model}” is not offered now. Pick another one.</source>
            <translation>模型“{model}”目前不可用。请选择其他模型。</translation>
        </message>
        <message>
            <source>The numbers are not copied.</source>
            <translation>复制代码时不会带上行号。</translation>
        </message>
        <message>
            <source>The other combination starts a new line.</source>
            <translation>另一组按键用于换行。</translation>
        </message>
        <message>
            <source>The page to top up at has to begin with https://.</source>
            <translation>充值页面的地址必须以 https:// 开头。</translation>
        </message>
        <message>
            <source>The part before /chat/completions; it usually ends in /v1.</source>
            <translation>即 /chat/completions 之前的部分，通常以 /v1 结尾。</translation>
        </message>
        <message>
            <source>The provider ran out of capacity in the middle of this answer. What came is kept; try again later.</source>
            <translation>服务商在生成此回答的途中资源不足。收到的内容已保留；请稍后重试。</translation>
        </message>
        <message>
            <source>The provider's content filter cut this answer. What came is kept.</source>
            <translation>服务商的内容过滤截断了此回答。收到的内容已保留。</translation>
        </message>
        <message>
            <source>The provider's content filter refused this. Say it in other words, or start a new conversation.</source>
            <translation>服务商的内容过滤拒绝了此请求。请换一种说法，或开始新对话。</translation>
        </message>
        <message>
            <source>The proxy did not let the request through. Check its address, user and password under “Advanced” in the account.</source>
            <translation>代理没有放行此请求。请在账户的“高级”中检查代理的地址、用户名和密码。</translation>
        </message>
        <message>
            <source>The proxy lets the request through.</source>
            <translation>代理已放行请求。</translation>
        </message>
        <message>
            <source>The proxy's address is not complete. Write it like http://host:3128 or socks5h://host:1080.</source>
            <translation>代理地址不完整。请按 http://host:3128 或 socks5h://host:1080 的格式填写。</translation>
        </message>
        <message>
            <source>The request did not succeed. Try again; the details may say more.</source>
            <translation>请求未成功。请重试；详情中可能有更多说明。</translation>
        </message>
        <message>
            <source>the server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>The server can be reached.</source>
            <translation>可以连接到服务器。</translation>
        </message>
        <message>
            <source>the server decides</source>
            <translation>由服务器决定</translation>
        </message>
        <message>
            <source>The server did not accept the API key: it may be mistyped, expired or used up. Check it in the settings.</source>
            <translation>服务器不接受此 API 密钥：可能输入有误、已过期或额度已用完。请在设置中检查。</translation>
        </message>
        <message>
            <source>The server did not answer</source>
            <translation>服务器没有响应</translation>
        </message>
        <message>
            <source>The server did not take the earlier reasoning as it was sent. Try again, or change “Earlier reasoning” under “Advanced” in the account.</source>
            <translation>服务器不接受随请求发送的先前思考过程。请重试，或在账户的“高级”中更改“先前的思考过程”。</translation>
        </message>
        <message>
            <source>The server does not allow this: the key may not use the model, or not from here. Pick another model, or check the key.</source>
            <translation>服务器不允许此操作：密钥可能无权使用该模型，或不能在当前地区使用。请选择其他模型，或检查密钥。</translation>
        </message>
        <message>
            <source>The server found something wrong with the request. Its own words are in the details.</source>
            <translation>服务器认为请求有误，其原始说明见详情。</translation>
        </message>
        <message>
            <source>The server had an error</source>
            <translation>服务器出错</translation>
        </message>
        <message>
            <source>The server had an error of its own; your message is not the reason. Try again in a moment.</source>
            <translation>服务器自身出错，与你的消息无关。请稍后重试。</translation>
        </message>
        <message>
            <source>The server is busy</source>
            <translation>服务器繁忙</translation>
        </message>
        <message>
            <source>The server is busy. Try again in a moment.</source>
            <translation>服务器繁忙，请稍后重试。</translation>
        </message>
        <message>
            <source>The server sends requests on to another address. Teahouse did not follow, because your key would go there. Check the address of the account.</source>
            <translation>服务器要求重定向到另一个地址。茶馆没有跟随，以免密钥被发送过去。请检查账户的地址。</translation>
        </message>
        <message>
            <source>The server sends requests on to {location}. Teahouse did not follow, because your key would go there. If you trust that place, make it the address of the account.</source>
            <translation>服务器要求重定向到 {location}。茶馆没有跟随，以免密钥被发送过去。如果信任该地址，请把它设为账户的地址。</translation>
        </message>
        <message>
            <source>The server wants an API key, and this account has none. Add it in the settings.</source>
            <translation>服务器需要 API 密钥，而此账户还没有。请在设置中添加。</translation>
        </message>
        <message>
            <source>The server's name is known.</source>
            <translation>服务器的域名可以解析。</translation>
        </message>
        <message>
            <source>The server's name was not found</source>
            <translation>找不到服务器的域名</translation>
        </message>
        <message>
            <source>The service has no credit left with its own provider; your balance is not the reason. Try again later, or pick another model.</source>
            <translation>该服务在其上游服务商的额度已用完，与你的余额无关。请稍后重试，或选择其他模型。</translation>
        </message>
        <message>
            <source>The settings could not be read, so they are as on the first day. Look through them once.</source>
            <translation>无法读取设置，已恢复为默认值。请重新检查各项设置。</translation>
        </message>
        <message>
            <source>The settings could not be read, so they are as on the first day. The old file is kept as {kept_as}.</source>
            <translation>无法读取设置，已恢复为默认值。原文件已保留为 {kept_as}。</translation>
        </message>
        <message>
            <source>The words of {n} message are lost.</source>
            <extracomment>Other numbers: The words of {n} messages are lost.</extracomment>
            <translation>{n} 条消息的文字已丢失。</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>There are no conversations in this file that Teahouse can read. Choose another one.</source>
            <translation>这个文件里没有 Teahouse 能读取的对话。请选择其他文件。</translation>
        </message>
        <message>
            <source>There are no conversations yet.</source>
            <translation>还没有对话。</translation>
        </message>
        <message>
            <source>There is a backup of {moment}. Restoring it brings back what could not be read; nothing is replaced by something older.</source>
            <translation>有一个 {moment} 的备份。恢复它可以找回无法读取的内容，不会用旧内容覆盖新内容。</translation>
        </message>
        <message>
            <source>There is a backup of {moment}. “teahouse restore {path}” brings back what is in it.</source>
            <translation>有一个 {moment} 的备份，运行“teahouse restore {path}”可恢复其中的内容。</translation>
        </message>
        <message>
            <source>There is an account called “{name}” already.</source>
            <translation>已有名为“{name}”的账户。</translation>
        </message>
        <message>
            <source>There is no account yet. Add one in the settings.</source>
            <translation>还没有账户。请在设置中添加。</translation>
        </message>
        <message>
            <source>There is no account yet. Add one with “teahouse accounts add”, or try “--demo”.</source>
            <translation>还没有账户。请用“teahouse accounts add”添加，或用“--demo”试用演示。</translation>
        </message>
        <message>
            <source>There is no account yet. Add one with “teahouse accounts add”.</source>
            <translation>还没有账户。请用“teahouse accounts add”添加。</translation>
        </message>
        <message>
            <source>There is no account yet. An account says where a model is, and with which key to ask it.</source>
            <translation>还没有账户。账户记录模型服务的地址和使用的密钥。</translation>
        </message>
        <message>
            <source>There is no account “{name}”. Choose another one, or add it in the settings.</source>
            <translation>没有名为“{name}”的账户。请选择其他账户，或在设置中添加。</translation>
        </message>
        <message>
            <source>There is no backup yet.</source>
            <translation>还没有备份。</translation>
        </message>
        <message>
            <source>There is no conversation “{name}”. Look in the list or in the trash.</source>
            <translation>没有对话“{name}”。请在列表或回收站中查找。</translation>
        </message>
        <message>
            <source>There is no credit left on this account or key. Top up, then try again.</source>
            <translation>此账户或密钥的余额已用完。请充值后重试。</translation>
        </message>
        <message>
            <source>There is no display to show a window on. “teahouse ask” works without one.</source>
            <translation>没有可显示窗口的屏幕。“teahouse ask”无需屏幕即可使用。</translation>
        </message>
        <message>
            <source>There is nothing to ask: standard input is empty.</source>
            <translation>没有要问的内容：标准输入为空。</translation>
        </message>
        <message>
            <source>There is nothing to undo.</source>
            <translation>没有可以撤销的操作。</translation>
        </message>
        <message>
            <source>Thinking… {n} s</source>
            <extracomment>Other numbers: Thinking… {n} s</extracomment>
            <translation>思考中… {n} 秒</translation>
        </message>
        <message>
            <source>This answer ended early and may be incomplete. What came is kept.</source>
            <translation>此回答提前结束，可能不完整。收到的内容已保留。</translation>
        </message>
        <message>
            <source>This answer is still being written.</source>
            <translation>此回答仍在生成。</translation>
        </message>
        <message>
            <source>This answer was cut off at its length limit.</source>
            <translation>此回答达到长度上限，已被截断。</translation>
        </message>
        <message>
            <source>This answer was interrupted.</source>
            <translation>此回答被中断。</translation>
        </message>
        <message>
            <source>This answer was stopped.</source>
            <translation>此回答已停止。</translation>
        </message>
        <message>
            <source>This cannot be undone. Backups that were made before still have it.</source>
            <translation>此操作无法撤销。之前的备份中仍保留这些内容。</translation>
        </message>
        <message>
            <source>This conversation is in the trash, or gone. Search again to see what there is now.</source>
            <translation>这个对话已移入回收站或不存在了。请重新搜索，查看现有的内容。</translation>
        </message>
        <message>
            <source>This conversation is longer than the model can read. Start a new conversation, or pick a model that reads more.</source>
            <translation>此对话超出了模型可读取的长度。请开始新对话，或选择上下文更长的模型。</translation>
        </message>
        <message>
            <source>This conversation is longer than the {limit} tokens that the model can read. Start a new conversation, or pick a model that reads more.</source>
            <translation>此对话超出了模型可读取的 {limit} token。请开始新对话，或选择上下文更长的模型。</translation>
        </message>
        <message>
            <source>This conversation is not there any more. Look in the list or in the trash.</source>
            <translation>此对话已不存在。请在列表或回收站中查找。</translation>
        </message>
        <message>
            <source>This file is no backup of Teahouse, or it is damaged. Nothing was changed. Choose another one.</source>
            <translation>此文件不是 Teahouse 的备份，或已损坏。未作任何改动。请选择其他文件。</translation>
        </message>
        <message>
            <source>This formula cannot be drawn: {why}</source>
            <translation>无法绘制此公式：{why}</translation>
        </message>
        <message>
            <source>This link leads to {host}.</source>
            <translation>这个链接指向 {host}。</translation>
        </message>
        <message>
            <source>This message is not there any more. Search again to see what there is now.</source>
            <translation>这条消息已不存在。请重新搜索，查看现有的内容。</translation>
        </message>
        <message>
            <source>This model is not offered now. Pick another one.</source>
            <translation>此模型目前不可用。请选择其他模型。</translation>
        </message>
        <message>
            <source>This one</source>
            <translation>手动指定</translation>
        </message>
        <message>
            <source>This request is not kept any more. It was put together again from the conversation as it is now, and may differ from what was sent.</source>
            <translation>这个请求已不再保留。以下内容根据当前的对话重新生成，可能与实际发送的有出入。</translation>
        </message>
        <message>
            <source>This year</source>
            <translation>今年</translation>
        </message>
        <message>
            <source>Thought</source>
            <translation>已思考</translation>
        </message>
        <message>
            <source>Thought for {n} s</source>
            <extracomment>Other numbers: Thought for {n} s</extracomment>
            <translation>已思考 {n} 秒</translation>
        </message>
        <message>
            <source>Time limit</source>
            <translation>超时时间</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Too many requests</source>
            <translation>请求过于频繁</translation>
        </message>
        <message>
            <source>Too many requests in a short time. Try again in {retry_after} s.</source>
            <translation>短时间内请求过多。请在 {retry_after} 秒后重试。</translation>
        </message>
        <message>
            <source>Too many requests in a short time. Wait a moment, then try again.</source>
            <translation>短时间内请求过多。请稍候再试。</translation>
        </message>
        <message>
            <source>Top up</source>
            <translation>充值</translation>
        </message>
        <message>
            <source>Top-p</source>
            <translation>Top-p</translation>
        </message>
        <message>
            <source>Transcript</source>
            <translation>对话内容</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>回收站</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Try the demo</source>
            <translation>试用演示</translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation>未更改</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Undone: {deed}</source>
            <translation>已撤销：{deed}</translation>
        </message>
        <message>
            <source>Unpin</source>
            <translation>取消置顶</translation>
        </message>
        <message>
            <source>Untitled</source>
            <translation>无标题</translation>
        </message>
        <message>
            <source>Use a local server</source>
            <translation>使用本地服务器</translation>
        </message>
        <message>
            <source>Use the known prices</source>
            <translation>使用已知价格</translation>
        </message>
        <message>
            <source>Use the right address</source>
            <translation>使用正确地址</translation>
        </message>
        <message>
            <source>Use {address}</source>
            <translation>使用 {address}</translation>
        </message>
        <message>
            <source>Use “{model}” with {account}</source>
            <translation>通过 {account} 使用“{model}”</translation>
        </message>
        <message>
            <source>Wait for the end of the answer, or stop it, before you delete a message.</source>
            <translation>请等回答结束，或先停止回答，再删除消息。</translation>
        </message>
        <message>
            <source>Wait for the end of the answer, then keep the conversation.</source>
            <translation>请等回答结束后再保留此对话。</translation>
        </message>
        <message>
            <source>Waiting for the answer…</source>
            <translation>正在等待回答…</translation>
        </message>
        <message>
            <source>Waiting for the answer… {time}</source>
            <translation>正在等待回答… {time}</translation>
        </message>
        <message>
            <source>What answers at {url} is no chat API, but at {suggestion} there is one.</source>
            <translation>{url} 不是聊天接口，正确的地址是 {suggestion}。</translation>
        </message>
        <message>
            <source>What answers at {url} is no chat API. Check the address of the account; most of them end in /v1.</source>
            <translation>{url} 不是聊天接口。请检查账户的地址；多数地址以 /v1 结尾。</translation>
        </message>
        <message>
            <source>What answers at {url} is no chat API. Most addresses end in /v1; this one does not.</source>
            <translation>{url} 不是聊天接口。多数地址以 /v1 结尾，而此地址不是。</translation>
        </message>
        <message>
            <source>What answers there is an OpenAI-compatible API.</source>
            <translation>该地址是与 OpenAI 兼容的接口。</translation>
        </message>
        <message>
            <source>What answers there is no chat API. Check the address of the account; most of them end in /v1.</source>
            <translation>该地址不是聊天接口。请检查账户的地址；多数地址以 /v1 结尾。</translation>
        </message>
        <message>
            <source>What is in the backup is added to what is here. Nothing is lost and nothing is replaced by something older. What you deleted for good since then comes back.</source>
            <translation>备份中的内容会并入现有内容，不会丢失任何内容，也不会用旧内容覆盖新内容。备份之后彻底删除的内容会重新出现。</translation>
        </message>
        <message>
            <source>What this account is called here.</source>
            <translation>此账户在茶馆中显示的名称。</translation>
        </message>
        <message>
            <source>What this conversation has used so far, all versions of its answers together</source>
            <translation>此对话至今的用量，包含回答的所有版本</translation>
        </message>
        <message>
            <source>What was deleted longer ago is removed for good. 0 keeps it for ever.</source>
            <translation>超过此天数的内容会被彻底删除。设为 0 则永久保留。</translation>
        </message>
        <message>
            <source>What was imported is in the trash.</source>
            <translation>导入的对话已移到回收站。</translation>
        </message>
        <message>
            <source>What would you like to talk about?</source>
            <translation>想聊点什么？</translation>
        </message>
        <message>
            <source>What {host} sent is no image that can be shown here: PNG, JPEG, GIF, WebP or BMP.</source>
            <translation>{host} 返回的内容不是可以在此显示的图片（PNG、JPEG、GIF、WebP 或 BMP）。</translation>
        </message>
        <message>
            <source>Whether what a model thought before is sent along again.</source>
            <translation>是否随请求再次发送模型先前的思考过程。</translation>
        </message>
        <message>
            <source>With http:// everybody on the way can read your key and your words.</source>
            <translation>使用 http:// 时，途中任何人都能读到密钥和你写的内容。</translation>
        </message>
        <message>
            <source>With http:// everybody on the way to {host} can read your key and your words, so nothing was sent. Use https://, or allow it in the account.</source>
            <translation>使用 http:// 连接 {host} 时，途中任何人都能读到密钥和你写的内容，因此没有发送。请改用 https://，或在账户中允许此连接。</translation>
        </message>
        <message>
            <source>Without what is archived</source>
            <translation>不含已归档</translation>
        </message>
        <message>
            <source>Words in "quotes" stand side by side. A filter can be typed too: model:name, account:name, folder:name, tag:name, from:2026-03, to:2026-03-15.</source>
            <translation>加引号的词会作为一个整体查找。也可以直接输入筛选条件：模型：名称、账户：名称、文件夹：名称、标签：名称、从：2026-03、到：2026-03-15。</translation>
        </message>
        <message>
            <source>Wrap long lines of code</source>
            <translation>代码自动换行</translation>
        </message>
        <message>
            <source>Write a function that counts words</source>
            <translation>写一个统计单词数的函数</translation>
        </message>
        <message>
            <source>Write a message</source>
            <translation>输入消息</translation>
        </message>
        <message>
            <source>Write a message. Ctrl+Enter sends, Enter starts a new line.</source>
            <translation>输入消息。按 Ctrl+Enter 发送，按 Enter 换行。</translation>
        </message>
        <message>
            <source>Write a message. Enter sends, Shift+Enter starts a new line.</source>
            <translation>输入消息。按 Enter 发送，按 Shift+Enter 换行。</translation>
        </message>
        <message>
            <source>Write a short poem about autumn</source>
            <translation>写一首关于秋天的小诗</translation>
        </message>
        <message>
            <source>Write the proxy's password into its own field.</source>
            <translation>请把代理密码填入单独的密码栏。</translation>
        </message>
        <message>
            <source>Writes each conversation as a file, into a folder that you choose.</source>
            <translation>把每个对话保存为一个文件，放入你选择的文件夹。</translation>
        </message>
        <message>
            <source>wrong</source>
            <translation>有问题</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨天</translation>
        </message>
        <message>
            <source>You</source>
            <translation>你</translation>
        </message>
        <message>
            <source>You stopped this answer.</source>
            <translation>你停止了此回答。</translation>
        </message>
        <message>
            <source>You: {text}</source>
            <translation>你：{text}</translation>
        </message>
        <message>
            <source>Your conversations are in</source>
            <translation>对话保存位置</translation>
        </message>
        <message>
            <source>Your conversations can be opened again.</source>
            <translation>对话又可以打开了。</translation>
        </message>
        <message>
            <source>Your conversations could not be read or saved. Try again; the details say why.</source>
            <translation>无法读取或保存对话。请重试；原因见详情。</translation>
        </message>
        <message>
            <source>Your credit does not cover the longest answer asked for. Top up, or ask for a shorter one.</source>
            <translation>余额不足以支付所设长度上限的回答。请充值，或调低回答长度上限。</translation>
        </message>
        <message>
            <source>{account} names no models. Type the name of one.</source>
            <translation>{account} 没有列出模型。请直接输入模型名称。</translation>
        </message>
        <message>
            <source>{filter}: {value}</source>
            <translation>{filter}：{value}</translation>
        </message>
        <message>
            <source>{host} could not prove who it is, so nothing was sent to it. Check the address and this computer's date; in a company's network, its own certificate may have to be installed.</source>
            <translation>{host} 无法证明自己的身份，因此没有发送任何内容。请检查地址和电脑的日期；如果在公司网络中，可能需要安装公司的证书。</translation>
        </message>
        <message>
            <source>{host} was not found. Check that you are online, and the address of the account.</source>
            <translation>找不到 {host}。请检查网络和账户的地址。</translation>
        </message>
        <message>
            <source>{label}: own value for this conversation</source>
            <translation>{label}：此对话单独设置</translation>
        </message>
        <message>
            <source>{label}: own value for this folder</source>
            <translation>{label}：此文件夹单独设置</translation>
        </message>
        <message>
            <source>{minutes} min {seconds} s</source>
            <translation>{minutes} 分 {seconds} 秒</translation>
        </message>
        <message>
            <source>{model} ignores temperature and top-p: they are not sent.</source>
            <translation>{model} 不使用温度和 Top-p，因此不会发送。</translation>
        </message>
        <message>
            <source>{month}/{year}</source>
            <translation>{year} 年 {month} 月</translation>
        </message>
        <message>
            <source>{name}, collapsed</source>
            <translation>{name}，已折叠</translation>
        </message>
        <message>
            <source>{name}, expanded</source>
            <translation>{name}，已展开</translation>
        </message>
        <message>
            <source>{n} conversation</source>
            <extracomment>Other numbers: {n} conversations</extracomment>
            <translation>{n} 个对话</translation>
        </message>
        <message>
            <source>{n} conversation is in the trash.</source>
            <extracomment>Other numbers: {n} conversations are in the trash.</extracomment>
            <translation>{n} 个对话已移到回收站。</translation>
        </message>
        <message>
            <source>{n} conversation was archived.</source>
            <extracomment>Other numbers: {n} conversations were archived.</extracomment>
            <translation>{n} 个对话已归档。</translation>
        </message>
        <message>
            <source>{n} hit</source>
            <extracomment>Other numbers: {n} hits</extracomment>
            <translation>{n} 条结果</translation>
        </message>
        <message>
            <source>{n} message had lost its conversation. Look for it under “{title}”.</source>
            <extracomment>Other numbers: {n} messages had lost their conversation. Look for them under “{title}”.</extracomment>
            <translation>{n} 条消息已无法确定所属对话，放在了“{title}”中。</translation>
        </message>
        <message>
            <source>{n} ms</source>
            <translation>{n} 毫秒</translation>
        </message>
        <message>
            <source>{n} of the conversations is in the trash.</source>
            <extracomment>Other numbers: {n} of the conversations are in the trash.</extracomment>
            <translation>其中 {n} 个对话在回收站中。</translation>
        </message>
        <message>
            <source>{n} record could not be read.</source>
            <extracomment>Other numbers: {n} records could not be read.</extracomment>
            <translation>{n} 条记录无法读取。</translation>
        </message>
        <message>
            <source>{n} text ends too early.</source>
            <extracomment>Other numbers: {n} texts end too early.</extracomment>
            <translation>{n} 段文字不完整。</translation>
        </message>
        <message>
            <source>{n} token</source>
            <extracomment>Other numbers: {n} tokens</extracomment>
            <translation>{n} token</translation>
        </message>
        <message>
            <source>{n} token in</source>
            <extracomment>Other numbers: {n} tokens in</extracomment>
            <translation>输入 {n} token</translation>
        </message>
        <message>
            <source>{n} token out</source>
            <extracomment>Other numbers: {n} tokens out</extracomment>
            <translation>输出 {n} token</translation>
        </message>
        <message>
            <source>{path} cannot be restored from: it is no backup of Teahouse, or it is damaged. Nothing was changed. Choose another file; “teahouse recover FILE” saves what can be read in a damaged one.</source>
            <translation>无法从 {path} 恢复：它不是 Teahouse 的备份，或已损坏。未作任何改动。请选择其他文件；“teahouse recover 文件”可以救回损坏文件中仍可读取的内容。</translation>
        </message>
        <message>
            <source>{path} could not be read. Check the file, or export it once more, then import again.</source>
            <translation>无法读取 {path}。请检查文件，或重新导出一次，然后再导入。</translation>
        </message>
        <message>
            <source>{path} could not be written. Choose another folder, then export again.</source>
            <translation>无法写入 {path}。请选择其他文件夹，然后重新导出。</translation>
        </message>
        <message>
            <source>{path} has no conversations that Teahouse can read. It reads the exports of Teahouse, ChatGPT, DeepSeek, Claude, Open WebUI, LibreChat, Chatbox, Cherry Studio and Jan.</source>
            <translation>{path} 里没有 Teahouse 能读取的对话。可以导入 Teahouse、ChatGPT、DeepSeek、Claude、Open WebUI、LibreChat、Chatbox、Cherry Studio 和 Jan 的导出文件。</translation>
        </message>
        <message>
            <source>{path} is a copy of {program}’s own database, which only {program} can read. Export the conversations there, and import what it writes.</source>
            <translation>{path} 是 {program} 自己数据库的副本，只有 {program} 能读取。请在那里导出对话，再导入导出的文件。</translation>
        </message>
        <message>
            <source>{path} is too large to be read. Import it in parts, or without its pictures.</source>
            <translation>{path} 太大，无法读取。请分成几部分导入，或去掉其中的图片。</translation>
        </message>
        <message>
            <source>{problem} The account was not added. Without “--key-stdin” it can be; the key then comes from the environment variable TEAHOUSE_API_KEY.</source>
            <translation>{problem}账户未添加。去掉“--key-stdin”即可添加，密钥则取自环境变量 TEAHOUSE_API_KEY。</translation>
        </message>
        <message>
            <source>{problem} Trying again in {seconds} s.</source>
            <translation>{problem}将在 {seconds} 秒后重试。</translation>
        </message>
        <message>
            <source>{rate} tokens/s</source>
            <translation>{rate} token/秒</translation>
        </message>
        <message>
            <source>{reason}. Trying again in {time}…</source>
            <translation>{reason}，{time}后重试…</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>{setting}: on or off</source>
            <translation>{setting}：开启或关闭</translation>
        </message>
        <message>
            <source>{speaker}, {when}, in “{title}”: {words}</source>
            <translation>{speaker}，{when}，“{title}”：{words}</translation>
        </message>
        <message>
            <source>{tokens} ({cached} cached)</source>
            <translation>{tokens}（缓存 {cached}）</translation>
        </message>
        <message>
            <source>{tokens} ({reasoning} reasoning)</source>
            <translation>{tokens}（思考 {reasoning}）</translation>
        </message>
        <message>
            <source>“{line}” is no header. Write it like X-Title: Teahouse.</source>
            <translation>“{line}”不是有效的请求头。请按 X-Title: Teahouse 的格式填写。</translation>
        </message>
        <message>
            <source>“{model}” answers.</source>
            <translation>“{model}”可以正常回答。</translation>
        </message>
        <message>
            <source>“{name}” at {address}</source>
            <translation>“{name}”，地址 {address}</translation>
        </message>
        <message>
            <source>“{text}” is no currency. Write three letters like USD.</source>
            <translation>“{text}”不是货币代码。请填写三个字母，例如 USD。</translation>
        </message>
        <message>
            <source>“{text}” is no date. Write it like 2026-11-01.</source>
            <translation>“{text}”不是日期。请按 2026-11-01 的格式填写。</translation>
        </message>
        <message>
            <source>“{text}” is no price. Write it like 1.68.</source>
            <translation>“{text}”不是价格。请按 1.68 的格式填写。</translation>
        </message>
        <message>
            <source>“{title}” is in the trash.</source>
            <translation>“{title}”已移到回收站。</translation>
        </message>
        <message>
            <source>“{title}” was left out: {why}</source>
            <translation>已跳过“{title}”：{why}</translation>
        </message>
        <message>
            <source>✓ It answers, but names no models. Type the name of one.</source>
            <translation>✓ 连接正常，但服务器没有列出模型。请直接输入模型名称。</translation>
        </message>
        <message>
            <source>✓ It works: {n} model.</source>
            <extracomment>Other numbers: ✓ It works: {n} models.</extracomment>
            <translation>✓ 连接正常：{n} 个模型。</translation>
        </message>
    </context>
</TS>
