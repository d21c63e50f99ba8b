namespace Azure.Storage.Common;

/// <summary>Reads the body of a failed request that was sent unbuffered, so that the error code can be read from it.</summary>
internal static class ErrorBody
{
    private const int MaxBytes = 64 * 1024;

    public static async ValueTask BufferAsync(Response response, CancellationToken cancellationToken)
    {
        if (response.ContentStream is not { CanSeek: false } body)
        {
            return;
        }

        var buffer = new byte[MaxBytes];
        var length = 0;
        try
        {
            length = await body.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The status is the error; its explanation was cut off.
        }

        await body.DisposeAsync().ConfigureAwait(false);
        response.ContentStream = new MemoryStream(buffer, 0, length, writable: false, publiclyVisible: true);
    }
}
