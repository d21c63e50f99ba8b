// Everything Magpie needs in Azure; idle, it costs what it stores.
targetScope = 'subscription'

@minLength(1)
@maxLength(40)
param environmentName string

@description('A region that has Flex Consumption.')
param location string

@description('Origins of pages that may upload, comma-separated; empty: the app\'s own page only.')
param corsAllowedUrl string = ''

@secure()
@description('cloudinary://KEY:SECRET@CLOUD; empty: deliver from blob storage.')
param cloudinaryUrl string = ''

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: { 'azd-env-name': environmentName }
}

module magpie 'magpie.bicep' = {
  scope: group
  name: 'magpie'
  params: {
    name: environmentName
    location: location
    corsAllowedUrl: corsAllowedUrl
    cloudinaryUrl: cloudinaryUrl
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output FUNCTION_APP_NAME string = magpie.outputs.functionAppName
output EVENT_TOPIC_NAME string = magpie.outputs.topicName
output MAGPIE_ADDRESS string = magpie.outputs.address
output STORAGE_ACCOUNT_NAME string = magpie.outputs.storageName
