using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Common;

namespace Magpie.AzureStorage.Tests.Common;

public sealed class StringToSignTests
{
    [Fact]
    public void A_blob_request_is_signed_as_the_service_documents_it()
    {
        using var message = HttpPipelineBuilder.Build(new Azure.Storage.Blobs.BlobClientOptions()).CreateMessage();
        var request = message.Request;
        request.Method = RequestMethod.Put;
        request.Uri.Reset(new Uri("http://127.0.0.1:10000/account/c/na%C3%AFve%20a.jpg?timeout=20&comp=block&blockid=YS%2Bi%3D"));
        request.Content = RequestContent.Create(new byte[11]);
        request.Headers.Add("Content-Type", "text/plain");
        request.Headers.Add("If-Match", "\"0x1\"");
        request.Headers.Add("x-ms-version", "2026-10-06");
        request.Headers.Add("x-ms-meta-a1", " spaces ");
        request.Headers.Add("x-ms-meta-A_b", "v");
        request.Headers.Add("x-ms-date", "Wed, 01 Apr 2026 07:00:00 GMT");

        var text = new StringToSign("account", request);
        var signed = Encoding.UTF8.GetString(text.Utf8);
        text.Dispose();

        signed.ShouldBe(
            "PUT\n\n\n11\n\ntext/plain\n\n\n\"0x1\"\n\n\n\n"
            + "x-ms-date:Wed, 01 Apr 2026 07:00:00 GMT\nx-ms-meta-a_b:v\nx-ms-meta-a1:spaces\nx-ms-version:2026-10-06\n"
            + "/account/account/c/na%C3%AFve%20a.jpg\nblockid:YS+i=\ncomp:block\ntimeout:20");
    }

    [Fact]
    public void A_string_to_sign_may_be_longer_than_its_first_buffer()
    {
        using var message = HttpPipelineBuilder.Build(new Azure.Storage.Blobs.BlobClientOptions()).CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(new Uri("http://127.0.0.1/account/c"));
        for (var i = 0; i < 100; i++)
        {
            message.Request.Headers.Add($"x-ms-meta-k{i:000}", new string('v', 80));
        }

        var text = new StringToSign("account", message.Request);
        var lines = Encoding.UTF8.GetString(text.Utf8).Split('\n');
        text.Dispose();

        lines.Length.ShouldBe(12 + 100 + 1);
        lines[^2].ShouldBe("x-ms-meta-k099:" + new string('v', 80));
    }

    [Theory]
    [InlineData("http://127.0.0.1:10002/account/t()?$filter=a%20eq%201", "D\n/account/account/t()")]
    [InlineData("https://account.table.core.windows.net/?restype=service&comp=properties", "D\n/account/?comp=properties")]
    public void A_table_request_is_signed_by_date_and_resource(string address, string expected) =>
        TableSharedKeyPolicy.StringToSign("D", "account", new Uri(address)).ShouldBe(expected);
}
