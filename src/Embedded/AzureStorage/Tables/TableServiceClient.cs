using System.Globalization;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Storage.Common;

namespace Azure.Data.Tables;

/// <summary>An account's table service.</summary>
public class TableServiceClient
{
    private readonly TableAccess? _access;
    private readonly Uri? _service;

    protected TableServiceClient()
    {
    }

    public TableServiceClient(string connectionString)
        : this(connectionString, options: null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions? options = null) =>
        (_access, _service) = TableAccess.FromConnectionString(connectionString, options);

    public TableServiceClient(Uri endpoint, TableClientOptions? options = null)
        : this(endpoint, TableAccess.Anonymous(endpoint, options))
    {
    }

    public TableServiceClient(Uri endpoint, AzureSasCredential credential)
        : this(endpoint, credential, options: null)
    {
    }

    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null)
        : this(endpoint, TableAccess.Sas(endpoint, credential, options))
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, options: null)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
        : this(endpoint, TableAccess.SharedKey(credential, options))
    {
    }

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(endpoint, TableAccess.Token(endpoint, tokenCredential, options))
    {
    }

    private TableServiceClient(Uri service, TableAccess access) => (_service, _access) = (service, access);

    public virtual string AccountName => Access.Account;

    public virtual Uri Uri => _service ?? throw NotConnected();

    private TableAccess Access => _access ?? throw NotConnected();

    /// <summary>An OData filter with the values quoted as their types demand.</summary>
    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Create(filter);

    public virtual TableClient GetTableClient(string tableName) => new(Uri, tableName, Access);

    public virtual async Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        await GetTableClient(tableName).CreateAsync(cancellationToken).ConfigureAwait(false);

    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        TableRequests.CreateTableIfNotExistsAsync(Access, Uri, tableName, cancellationToken);

    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        TableRequests.DeleteTableAsync(Access, Uri, tableName, cancellationToken);

    /// <summary>The account's tables, by name.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new PagedResults<TableItem>((token, hint, cancel) => QueryPageAsync(filter, hint ?? maxPerPage, token, cancel), cancellationToken);

    private static InvalidOperationException NotConnected() => new("This client was made without an address, for a test.");

    private async ValueTask<Page<TableItem>> QueryPageAsync(string? filter, int? top, string? token, CancellationToken cancellationToken)
    {
        using var message = Access.CreateMessage(RequestMethod.Get, Uri, "Tables");
        Append("$filter", filter);
        Append("$top", top?.ToString(CultureInfo.InvariantCulture));
        Append("NextTableName", token);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        using var json = System.Text.Json.JsonDocument.Parse(response.Content.ToMemory());
        List<TableItem> tables =
        [
            .. json.RootElement.GetProperty("value").EnumerateArray().Select(static table => new TableItem(table.GetProperty("TableName").GetString()!)),
        ];
        return Page<TableItem>.FromValues(tables, response.Headers.Text("x-ms-continuation-NextTableName"), response);

        void Append(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                message.Request.Uri.AppendQuery(name, value, escapeValue: true);
            }
        }
    }
}
