using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Common;

namespace Azure.Data.Tables;

/// <summary>
/// Signs each try of a table request with Shared Key Lite: date and resource, with no query but comp
/// (learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key).
/// </summary>
internal sealed class TableSharedKeyPolicy(TableSharedKeyCredential credential, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    private readonly RequestDate _date = new(time);

    public override void OnSendingRequest(HttpMessage message)
    {
        var date = _date.Now();
        message.Request.Headers.SetValue("x-ms-date", date);
        var signature = credential.Sign(StringToSign(date, credential.AccountName, message.Request.Uri.ToUri()));
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{signature}");
    }

    public static string StringToSign(string date, string account, Uri uri)
    {
        const string Comp = "comp=";
        var query = uri.Query.AsSpan().TrimStart('?');
        foreach (var range in query.Split('&'))
        {
            if (query[range].StartsWith(Comp, StringComparison.OrdinalIgnoreCase))
            {
                return $"{date}\n/{account}{uri.AbsolutePath}?{query[range]}";
            }
        }

        return $"{date}\n/{account}{uri.AbsolutePath}";
    }
}
