using System.Globalization;
using Azure.Core;
using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Transactions;
using Azure.Storage.Common;

namespace Azure.Data.Tables;

/// <summary>A table and the entities in it.</summary>
public class TableClient
{
    private readonly TableAccess? _access;
    private readonly Uri? _service;

    protected TableClient()
    {
    }

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, options: null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        (_access, _service) = TableAccess.FromConnectionString(connectionString, options);
        Name = tableName;
    }

    /// <summary>A table by its signed address.</summary>
    public TableClient(Uri endpoint, TableClientOptions? options = null)
        : this(StorageUri.Service(endpoint), StorageUri.ResourceOf(endpoint), TableAccess.Anonymous(endpoint, options))
    {
    }

    /// <summary>A table by its address, with a SAS beside it.</summary>
    public TableClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null)
        : this(StorageUri.Service(endpoint), StorageUri.ResourceOf(endpoint), TableAccess.Sas(endpoint, credential, options))
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, options: null)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(endpoint, tableName, TableAccess.SharedKey(credential, options))
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(endpoint, tableName, TableAccess.Token(endpoint, tokenCredential, options))
    {
    }

    internal TableClient(Uri service, string tableName, TableAccess access)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        (_service, Name, _access) = (service, tableName, access);
    }

    public virtual string Name { get; } = "";

    public virtual string AccountName => Access.Account;

    public virtual Uri Uri => StorageUri.Append(Service, Name);

    private TableAccess Access => _access ?? throw NotConnected();

    private Uri Service => _service ?? throw NotConnected();

    /// <summary>An OData filter with the values quoted as their types demand.</summary>
    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Create(filter);

    public virtual async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.CreateTable(Access, Service, Name);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new TableItem(Name), response);
    }

    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        TableRequests.CreateTableIfNotExistsAsync(Access, Service, Name, cancellationToken);

    /// <summary>Deletes the table; answers 404 without an exception when it was not there.</summary>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        TableRequests.DeleteTableAsync(Access, Service, Name, cancellationToken);

    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = GetMessage(partitionKey, rowKey, select);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(EntityJson.ReadOne<T>(response), response);
    }

    /// <summary>Reads an entity; when it is not there the response has no value.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = GetMessage(partitionKey, rowKey, select);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status switch
        {
            200 => Response.FromValue(EntityJson.ReadOne<T>(response), response),
            404 => new NoValueResponse<T>(response),
            _ => throw new RequestFailedException(response),
        };
    }

    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        using var message = TableRequests.Insert(Access, Service, Name, entity);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes an entity that still has the given ETag; <see cref="ETag.All"/> changes whichever is there.</summary>
    public virtual async Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
        {
            throw new ArgumentException("An update needs an ETag; ETag.All changes whichever version is there.", nameof(ifMatch));
        }

        using var message = TableRequests.Write(Access, Service, Name, entity, mode, ifMatch);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        using var message = TableRequests.Write(Access, Service, Name, entity, mode, ifMatch: null);
        return await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes an entity; answers 404 without an exception when it was not there.</summary>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        using var message = TableRequests.Delete(Access, Service, Name, partitionKey, rowKey, ifMatch);
        var response = await Access.SendAnyAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 204 or 404 ? response : throw new RequestFailedException(response);
    }

    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>The entities that match an OData filter, by key, up to 1,000 a page.</summary>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var columns = select is null ? null : string.Join(',', select);
        return new PagedResults<T>(
            (token, hint, cancel) => QueryPageAsync<T>(filter, hint ?? maxPerPage, columns, token, cancel), cancellationToken);
    }

    /// <summary>Makes up to 100 changes in one partition, all or none of them.</summary>
    /// <exception cref="TableTransactionFailedException">None was made; it says which one could not be.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        using var message = Access.CreateMessage(RequestMethod.Post, Service, "$batch");
        TransactionRequest.Write(message.Request, Service, Name, [.. transactionActions]);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(TransactionAnswer.Read(response), response);
    }

    private static InvalidOperationException NotConnected() => new("This client was made without an address, for a test.");

    private HttpMessage GetMessage(string partitionKey, string rowKey, IEnumerable<string>? select)
    {
        var message = Access.CreateMessage(RequestMethod.Get, Service, TableRequests.EntityPath(Name, partitionKey, rowKey));
        if (select is not null)
        {
            message.Request.Uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        }

        return message;
    }

    private async ValueTask<Page<T>> QueryPageAsync<T>(
        string? filter, int? top, string? columns, string? token, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        using var message = Access.CreateMessage(RequestMethod.Get, Service, Name + "()");
        var uri = message.Request.Uri;
        Append("$filter", filter);
        Append("$select", columns);
        Append("$top", top?.ToString(CultureInfo.InvariantCulture));
        var (partition, row) = ContinuationToken.Parse(token);
        Append("NextPartitionKey", partition);
        Append("NextRowKey", row);
        var response = await Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Page<T>.FromValues(EntityJson.ReadMany<T>(response), ContinuationToken.Of(response), response);

        void Append(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                uri.AppendQuery(name, value, escapeValue: true);
            }
        }
    }
}
