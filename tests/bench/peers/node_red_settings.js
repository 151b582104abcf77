// Node-RED as a service of one flow: no editor, nothing stored, the log as short as it goes.
module.exports = {
    uiPort: Number(process.env.PORT),
    uiHost: "127.0.0.1",
    httpAdminRoot: false,
    flowFile: process.env.FLOW,
    credentialSecret: false,
    diagnostics: { enabled: false },
    telemetry: { enabled: false, updateNotification: false },
    logging: { console: { level: "error", metrics: false, audit: false } },
};
