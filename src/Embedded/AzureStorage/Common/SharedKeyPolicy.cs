using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Storage.Common;

/// <summary>Signs each try of a blob or queue request with the account's key.</summary>
internal sealed class SharedKeyPolicy(StorageSharedKeyCredential credential, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    private readonly RequestDate _date = new(time);

    public override void OnSendingRequest(HttpMessage message)
    {
        var headers = message.Request.Headers;
        headers.SetValue("x-ms-date", _date.Now());
        var text = new StringToSign(credential.AccountName, message.Request);
        try
        {
            headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{credential.Sign(text.Utf8)}");
        }
        finally
        {
            text.Dispose();
        }
    }
}
