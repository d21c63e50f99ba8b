using Azure.Storage.Blobs.Specialized;

namespace Azure.Storage.Blobs.Models;

/// <summary>A copy under way; its value is the bytes copied.</summary>
public class CopyFromUriOperation : Operation<long>
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(1);

    private readonly BlobBaseClient? _blob;
    private readonly string _id = "";
    private Response? _response;
    private bool _hasCompleted;
    private long? _value;

    protected CopyFromUriOperation()
    {
    }

    public CopyFromUriOperation(string id, BlobBaseClient client) => (_id, _blob) = (id, client);

    internal CopyFromUriOperation(BlobBaseClient blob, BlobCopyInfo copy, Response response)
    {
        (_blob, _id, _response) = (blob, copy.CopyId ?? "", response);
    }

    public override string Id => _id;

    public override bool HasCompleted => _hasCompleted;

    public override bool HasValue => _value.HasValue;

    public override long Value => _value ?? throw new InvalidOperationException("The copy has not completed.");

    public override Response GetRawResponse() => _response ?? throw new InvalidOperationException("The copy was not asked for its status yet.");

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always: this library is asynchronous only.</exception>
    public override Response UpdateStatus(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Call UpdateStatusAsync.");

    public override async ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default)
    {
        if (_hasCompleted)
        {
            return GetRawResponse();
        }

        var answer = await (_blob ?? throw new InvalidOperationException("This operation has no blob."))
            .GetPropertiesAsync(conditions: null, cancellationToken).ConfigureAwait(false);
        _response = answer.GetRawResponse();
        var properties = answer.Value;
        if (_id.Length > 0 && properties.CopyId != _id)
        {
            _hasCompleted = true;
            throw new RequestFailedException(_response.Status, "The blob was overwritten while it was copied to.", "CopyIdMismatch", null);
        }

        switch (properties.BlobCopyStatus)
        {
            case CopyStatus.Success:
                (_hasCompleted, _value) = (true, properties.ContentLength);
                break;
            case CopyStatus.Aborted or CopyStatus.Failed:
                _hasCompleted = true;
                throw new RequestFailedException(
                    _response.Status, $"The copy ended as {properties.BlobCopyStatus}: {properties.CopyStatusDescription}", "CopyFailed", null);
        }

        return _response;
    }

    public override ValueTask<Response<long>> WaitForCompletionAsync(CancellationToken cancellationToken = default) =>
        WaitForCompletionAsync(PollingInterval, cancellationToken);

    public override async ValueTask<Response<long>> WaitForCompletionAsync(TimeSpan pollingInterval, CancellationToken cancellationToken)
    {
        while (true)
        {
            var response = await UpdateStatusAsync(cancellationToken).ConfigureAwait(false);
            if (_hasCompleted)
            {
                return Response.FromValue(Value, response);
            }

            await Task.Delay(pollingInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
