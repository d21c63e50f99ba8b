param name string
param location string
param corsAllowedUrl string
@secure()
param cloudinaryUrl string

var unique = uniqueString(resourceGroup().id, name)
var appName = 'magpie-${unique}'
var address = 'https://${appName}.azurewebsites.net'
var packages = 'packages'

// Pages that put files straight into storage: the app's own, and those that were named.
var origins = union([address], filter(split(replace(corsAllowedUrl, ' ', ''), ','), origin => !empty(origin)))

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${appName}'
  location: location
}

module storage 'storage.bicep' = {
  name: 'storage'
  params: {
    name: 'magpie${unique}'
    location: location
    origins: origins
    principalId: identity.properties.principalId
    containers: [packages, 'incoming', 'media']
  }
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${appName}'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${appName}'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${appName}'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: appName
  location: location
  kind: 'functionapp,linux'
  tags: { 'azd-service-name': 'api' }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.outputs.blobEndpoint}${packages}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 100 }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: [
        { name: 'AzureWebJobsStorage__accountName', value: storage.outputs.name }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
        // Event Grid tells of new files; nothing is scanned.
        { name: 'AzureWebJobs.IngestScan.Disabled', value: 'true' }
        { name: 'AzureWebJobsDisableHomepage', value: 'true' }
        { name: 'CORS_ALLOWED_URL', value: corsAllowedUrl }
        { name: 'CLOUDINARY_URL', value: cloudinaryUrl }
      ]
    }
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2022-06-15' = {
  name: 'evgt-${appName}'
  location: location
  properties: {
    source: storage.outputs.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

output functionAppName string = app.name
output topicName string = topic.name
output address string = address
output storageName string = storage.outputs.name
