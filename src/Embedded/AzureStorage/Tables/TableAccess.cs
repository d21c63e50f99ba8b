using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Common;

namespace Azure.Data.Tables;

/// <summary>How the table clients of one account send requests.</summary>
internal sealed class TableAccess(TableClientOptions options, HttpPipelinePolicy? authentication, string account)
{
    private readonly HttpPipeline _pipeline = StoragePipeline.Build(options, authentication);
    private readonly string _version = options.VersionText;

    public string Account { get; } = account;

    public static (TableAccess Access, Uri Service) FromConnectionString(string connectionString, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        var parsed = StorageConnectionString.Parse(connectionString);
        var service = parsed.Endpoint("table");
        if (parsed.Sas is { } sas)
        {
            return (new TableAccess(options, null, parsed.AccountName ?? StorageUri.AccountOf(service)), StorageUri.WithQuery(service, sas));
        }

        return parsed is { AccountName: { } name, AccountKey: { } key }
            ? (SharedKey(new TableSharedKeyCredential(name, key), options), service)
            : (new TableAccess(options, null, StorageUri.AccountOf(service)), service);
    }

    public static TableAccess Anonymous(Uri uri, TableClientOptions? options) =>
        new(options ?? new TableClientOptions(), null, StorageUri.AccountOf(uri));

    public static TableAccess SharedKey(TableSharedKeyCredential credential, TableClientOptions? options) =>
        new(options ?? new TableClientOptions(), new TableSharedKeyPolicy(credential, TimeProvider.System), credential.AccountName);

    public static TableAccess Sas(Uri uri, AzureSasCredential credential, TableClientOptions? options) =>
        new(options ?? new TableClientOptions(), new SasPolicy(credential), StorageUri.AccountOf(uri));

    public static TableAccess Token(Uri uri, TokenCredential credential, TableClientOptions? options) =>
        new(
            options ?? new TableClientOptions(),
            new BearerTokenAuthenticationPolicy(credential, StoragePipeline.TokenScope),
            StorageUri.AccountOf(uri));

    /// <summary>A request to a resource below the service's address, given as it stands in a URL.</summary>
    public HttpMessage CreateMessage(RequestMethod method, Uri service, string escapedPath)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(service);
        if (!request.Uri.Path.EndsWith('/'))
        {
            request.Uri.AppendPath("/", escape: false);
        }

        request.Uri.AppendPath(escapedPath, escape: false);
        request.Headers.Add("x-ms-version", _version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        return message;
    }

    public async ValueTask<Response> SendAnyAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response;
    }

    public async ValueTask<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.Status is >= 200 and < 300 ? message.Response : throw new RequestFailedException(message.Response);
    }
}
