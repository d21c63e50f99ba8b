using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Blobs;

[Collection(AzuriteCollection.Name)]
public sealed class BlobUploadTests(Azurite azurite)
{
    private static readonly StorageTransferOptions InBlocks = new() { InitialTransferSize = 1000, MaximumTransferSize = 1000, MaximumConcurrency = 3 };

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(12_345)]
    public async Task Content_of_any_length_arrives_whole_in_one_request_or_in_blocks(int length)
    {
        var content = Bytes(length);
        var container = await NewContainerAsync();
        var metadata = new Dictionary<string, string> { ["k"] = "v" };
        var options = new BlobUploadOptions
        {
            TransferOptions = InBlocks,
            Metadata = metadata,
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/x" },
        };

        await container.GetBlobClient("seekable").UploadAsync(new MemoryStream(content), options);
        await container.GetBlobClient("forward").UploadAsync(new ForwardOnly(content), options);
        await container.GetBlobClient("memory").UploadAsync(BinaryData.FromBytes(content), options);

        foreach (var name in (string[])["seekable", "forward", "memory"])
        {
            var read = (await container.GetBlobClient(name).DownloadContentAsync()).Value;
            read.Content.ToArray().ShouldBe(content);
            read.Details.ContentType.ShouldBe("text/x");
            read.Details.Metadata.ShouldBe(metadata);
        }
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_large_upload_reports_all_bytes_once_per_block()
    {
        var progress = new LastReport();
        var blob = (await NewContainerAsync()).GetBlobClient("b");

        await blob.UploadAsync(new MemoryStream(Bytes(10_500)), new BlobUploadOptions { TransferOptions = InBlocks, ProgressHandler = progress });

        progress.Value.ShouldBe(10_500);
        progress.Reports.ShouldBe(11);
    }

    [Fact]
    public async Task A_stream_is_uploaded_from_where_it_stands()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes("0123456789")) { Position = 6 };

        await blob.UploadAsync(stream);

        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe("6789");
    }

    [Fact]
    public async Task An_upload_in_blocks_obeys_its_conditions()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("first"));
        var options = new BlobUploadOptions { TransferOptions = InBlocks, Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };

        var failure = await Should.ThrowAsync<RequestFailedException>(() => blob.UploadAsync(new MemoryStream(Bytes(5000)), options));

        failure.Status.ShouldBe(409);
        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe("first");
    }

    [Fact]
    public async Task A_stream_that_fails_in_the_middle_leaves_no_blob_and_its_error_comes_out()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");

        var failure = await Should.ThrowAsync<InvalidDataException>(
            () => blob.UploadAsync(new ForwardOnly(Bytes(50_000)) { FailAt = 5_500 }, new BlobUploadOptions { TransferOptions = InBlocks }));

        failure.Message.ShouldBe("the stream broke");
        (await blob.ExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_uploads_in_blocks_at_once_never_mix()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        var ones = Enumerable.Repeat((byte)1, 20_000).ToArray();
        var twos = Enumerable.Repeat((byte)2, 20_000).ToArray();
        var options = new BlobUploadOptions { TransferOptions = InBlocks };

        // The second commit may find the first one's commit has dropped its blocks: then it says so.
        Task[] both = [blob.UploadAsync(new MemoryStream(ones), options), blob.UploadAsync(new MemoryStream(twos), options)];
        await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        both.ShouldContain(upload => upload.IsCompletedSuccessfully);
        (await blob.DownloadContentAsync()).Value.Content.ToArray().Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Blocks_are_listed_and_become_a_blob_when_committed_in_order()
    {
        var blob = (await NewContainerAsync()).GetBlockBlobClient("b");
        string[] ids = [Id("a"), Id("b"), Id("c")];
        await blob.StageBlockAsync(ids[0], Stream("one "));
        await blob.StageBlockAsync(ids[1], Stream("two "));
        await blob.StageBlockAsync(ids[2], Stream("three "));

        var staged = (await blob.GetBlockListAsync(BlockListTypes.All)).Value;
        staged.CommittedBlocks.ShouldBeEmpty();
        staged.UncommittedBlocks.Select(block => (block.Name, block.SizeLong)).ShouldBe([(ids[0], 4L), (ids[1], 4L), (ids[2], 6L)], ignoreOrder: true);
        (await blob.ExistsAsync()).Value.ShouldBeFalse();

        await blob.CommitBlockListAsync([ids[2], ids[0]], new CommitBlockListOptions { Metadata = new Dictionary<string, string> { ["n"] = "2" } });

        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe("three one ");
        (await blob.GetPropertiesAsync()).Value.Metadata["n"].ShouldBe("2");
        (await blob.GetBlockListAsync(BlockListTypes.Committed)).Value.CommittedBlocks.Select(block => block.Name).ShouldBe([ids[2], ids[0]]);
    }

    [Fact]
    public async Task A_block_that_was_never_staged_cannot_be_committed()
    {
        var blob = (await NewContainerAsync()).GetBlockBlobClient("b");
        await blob.StageBlockAsync(Id("a"), Stream("one"));

        var failure = await Should.ThrowAsync<RequestFailedException>(() => blob.CommitBlockListAsync([Id("x")]));

        failure.Status.ShouldBe(400);
        failure.ErrorCode.ShouldBe(BlobErrorCode.InvalidBlockList.ToString());
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 ^ i >> 8))];

    private static string Id(string name) => Convert.ToBase64String(Encoding.ASCII.GetBytes(name));

    private static MemoryStream Stream(string text) => new(Encoding.ASCII.GetBytes(text));

    private async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, Names.Container());
        await container.CreateAsync();
        return container;
    }

    /// <summary>A stream as from a network: no length, no seeking, short reads.</summary>
    private sealed class ForwardOnly(byte[] content) : Stream
    {
        private int _at;

        public int FailAt { get; init; } = int.MaxValue;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at >= FailAt)
            {
                throw new InvalidDataException("the stream broke");
            }

            var length = Math.Min(Math.Min(count, 777), content.Length - _at);
            content.AsSpan(_at, length).CopyTo(buffer.AsSpan(offset));
            _at += length;
            return length;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
