using System.Globalization;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs.Specialized;

/// <summary>A lease on a blob: whoever holds it alone may write.</summary>
public class BlobLeaseClient
{
    /// <summary>A lease without an end.</summary>
    public static readonly TimeSpan InfiniteLeaseDuration = Timeout.InfiniteTimeSpan;

    private readonly BlobBaseClient? _blob;

    protected BlobLeaseClient()
    {
    }

    public BlobLeaseClient(BlobBaseClient client, string? leaseId = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _blob = client;
        LeaseId = leaseId ?? NewLeaseId();
    }

    public virtual string LeaseId { get; private set; } = "";

    public Uri Uri => Blob.Uri;

    private BlobBaseClient Blob => _blob ?? throw new InvalidOperationException("This client was made without a blob, for a test.");

    /// <summary>Takes the lease for 15 to 60 seconds, or without an end.</summary>
    public virtual async Task<Response<BlobLease>> AcquireAsync(
        TimeSpan duration, RequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = LeaseMessage("acquire", conditions);
        var seconds = duration == InfiniteLeaseDuration ? -1 : (int)duration.TotalSeconds;
        message.Request.Headers.SetValue("x-ms-lease-duration", seconds.ToString(CultureInfo.InvariantCulture));
        message.Request.Headers.SetValue("x-ms-proposed-lease-id", LeaseId);
        return await LeaseAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response<BlobLease>> RenewAsync(
        RequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = LeaseMessage("renew", conditions);
        message.Request.Headers.SetValue("x-ms-lease-id", LeaseId);
        return await LeaseAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response<ReleasedObjectInfo>> ReleaseAsync(
        RequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = LeaseMessage("release", conditions);
        message.Request.Headers.SetValue("x-ms-lease-id", LeaseId);
        var response = await Blob.Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var released = new ReleasedObjectInfo(response.Headers.ETag.GetValueOrDefault(), response.Headers.Date("Last-Modified"));
        return Response.FromValue(released, response);
    }

    /// <summary>Ends anybody's lease, at once or after a period of up to 60 seconds.</summary>
    public virtual async Task<Response<BlobLease>> BreakAsync(
        TimeSpan? breakPeriod = null, RequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        using var message = LeaseMessage("break", conditions);
        message.Request.Headers.SetOptional(
            "x-ms-lease-break-period", breakPeriod is { } period ? ((int)period.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null);
        return await LeaseAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private static string NewLeaseId()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
        return new Guid(bytes).ToString();
    }

    private HttpMessage LeaseMessage(string action, RequestConditions? conditions)
    {
        var message = Blob.Access.CreateMessage(RequestMethod.Put, Blob.Uri);
        message.Request.Uri.AppendQuery("comp", "lease");
        message.Request.Headers.SetValue("x-ms-lease-action", action);
        if (conditions is not null)
        {
            message.Request.Headers.SetMatch(conditions, prefix: "");
        }

        return message;
    }

    private async Task<Response<BlobLease>> LeaseAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        var response = await Blob.Access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var lease = new BlobLease(response);
        LeaseId = lease.LeaseId ?? LeaseId;
        return Response.FromValue(lease, response);
    }
}
