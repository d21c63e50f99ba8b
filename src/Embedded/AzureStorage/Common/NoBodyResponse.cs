namespace Azure.Storage.Common;

/// <summary>An answer without a value (304 Not Modified): its status can be read, its value throws.</summary>
internal sealed class NoBodyResponse<T>(Response response) : Response<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException(
        $"Status: {response.Status}. The service returned no value; check GetRawResponse().Status before reading Value.");

    public override Response GetRawResponse() => response;
}
