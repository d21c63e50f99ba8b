using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Blobs;

[Collection(AzuriteCollection.Name)]
public sealed class BlobServiceTests(Azurite azurite)
{
    [Fact]
    public async Task A_CORS_rule_lets_a_browser_of_that_origin_upload_and_no_other()
    {
        var service = new BlobServiceClient(azurite.ConnectionString);
        var properties = (await service.GetPropertiesAsync()).Value;
        properties.Cors.Clear();
        properties.Cors.Add(new BlobCorsRule
        {
            AllowedOrigins = "https://gallery.example",
            AllowedMethods = "PUT,OPTIONS",
            AllowedHeaders = "content-type,x-ms-*",
            ExposedHeaders = "x-ms-*,etag",
            MaxAgeInSeconds = 600,
        });

        await service.SetPropertiesAsync(properties);

        var read = (await service.GetPropertiesAsync()).Value;
        var rule = read.Cors.ShouldHaveSingleItem();
        (rule.AllowedOrigins, rule.AllowedMethods, rule.AllowedHeaders, rule.ExposedHeaders, rule.MaxAgeInSeconds)
            .ShouldBe(("https://gallery.example", "PUT,OPTIONS", "content-type,x-ms-*", "x-ms-*,etag", 600));
        read.Logging.ShouldNotBeNull();
        read.HourMetrics.ShouldNotBeNull();
        (await PreflightAsync(service, "https://gallery.example")).ShouldBe("https://gallery.example");
        (await PreflightAsync(service, "https://evil.example")).ShouldBeNull();
    }

    private static async Task<string?> PreflightAsync(BlobServiceClient service, string origin)
    {
        var blob = service.GetBlobContainerClient("any").GetBlobClient("b");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, blob.GenerateSasUri(BlobSasPermissions.Write, TimeProvider.System.GetUtcNow().AddMinutes(5)));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "PUT");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-ms-blob-type");
        using var response = await http.SendAsync(request);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }
}
