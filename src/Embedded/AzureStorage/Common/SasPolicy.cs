using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Storage.Common;

/// <summary>Adds a SAS to each request's query, whatever it is at that moment: the credential may be updated.</summary>
internal sealed class SasPolicy(AzureSasCredential credential) : HttpPipelineSynchronousPolicy
{
    private const string AddedKey = "Azure.Storage.Sas";

    public override void OnSendingRequest(HttpMessage message)
    {
        var sas = credential.Signature.TrimStart('?');
        var uri = message.Request.Uri;
        var query = uri.Query.TrimStart('?');

        // A retry still has the last try's SAS in its query.
        if (message.TryGetProperty(AddedKey, out var added) && added is string last && query.EndsWith(last, StringComparison.Ordinal))
        {
            query = query[..^last.Length].TrimEnd('&');
        }

        uri.Query = query.Length == 0 ? sas : query + "&" + sas;
        message.SetProperty(AddedKey, sas);
    }
}
