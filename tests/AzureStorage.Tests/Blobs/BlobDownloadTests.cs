using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Blobs;

[Collection(AzuriteCollection.Name)]
public sealed class BlobDownloadTests(Azurite azurite)
{
    private const int Length = 3_000_000;

    [Fact]
    public async Task A_download_that_is_cut_in_the_middle_goes_on_where_it_was()
    {
        await using var proxy = new CuttingProxy(azurite.BlobPort);
        var (content, blob) = await UploadAsync(proxy);
        proxy.Cut(times: 3, afterBytes: 400_000);

        using var download = (await blob.DownloadStreamingAsync()).Value;
        using var read = new MemoryStream();
        await download.Content.CopyToAsync(read);

        proxy.Cuts.ShouldBe(3);
        read.ToArray().AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task A_range_that_is_cut_in_the_middle_goes_on_within_the_range()
    {
        await using var proxy = new CuttingProxy(azurite.BlobPort);
        var (content, blob) = await UploadAsync(proxy);
        proxy.Cut(times: 2, afterBytes: 400_000);

        var range = new BlobDownloadOptions { Range = new HttpRange(1_000_000, 1_500_000) };
        var read = (await blob.DownloadContentAsync(range)).Value.Content.ToArray();

        proxy.Cuts.ShouldBe(2);
        read.AsSpan().SequenceEqual(content.AsSpan(1_000_000, 1_500_000)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_synchronous_read_that_is_cut_goes_on_too()
    {
        await using var proxy = new CuttingProxy(azurite.BlobPort);
        var (content, blob) = await UploadAsync(proxy);
        proxy.Cut(times: 1, afterBytes: 400_000);

        using var download = (await blob.DownloadStreamingAsync()).Value;
        var read = new byte[Length];
        download.Content.ReadExactly(read);

        proxy.Cuts.ShouldBe(1);
        read.AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_download_that_is_cut_again_and_again_fails_in_the_end()
    {
        await using var proxy = new CuttingProxy(azurite.BlobPort);
        var (_, blob) = await UploadAsync(proxy);
        proxy.Cut(times: int.MaxValue, afterBytes: 100_000);

        using var download = (await blob.DownloadStreamingAsync()).Value;

        await Should.ThrowAsync<IOException>(() => download.Content.CopyToAsync(Stream.Null));
        proxy.Cuts.ShouldBe(6);
    }

    [Fact]
    public async Task A_blob_that_changes_during_a_resumed_download_is_not_mixed_with_its_former_self()
    {
        await using var proxy = new CuttingProxy(azurite.BlobPort);
        var (_, blob) = await UploadAsync(proxy);
        proxy.Cut(times: 1, afterBytes: 400_000);
        using var download = (await blob.DownloadStreamingAsync()).Value;
        await download.Content.ReadExactlyAsync(new byte[1000]);
        await Direct(blob).UploadAsync(BinaryData.FromBytes(new byte[Length]), overwrite: true);

        var failure = await Should.ThrowAsync<RequestFailedException>(() => download.Content.CopyToAsync(Stream.Null));

        failure.Status.ShouldBe(412);
        failure.ErrorCode.ShouldBe(BlobErrorCode.ConditionNotMet.ToString());
    }

    [Fact]
    public async Task An_opened_blob_seeks_and_reads_in_buffers()
    {
        await using var proxy = new CuttingProxy(azurite.BlobPort);
        var (content, blob) = await UploadAsync(proxy);

        await using var stream = await blob.OpenReadAsync(position: 10, bufferSize: 70_000);
        var whole = new MemoryStream();
        await stream.CopyToAsync(whole);
        stream.Length.ShouldBe(Length);
        whole.ToArray().AsSpan().SequenceEqual(content.AsSpan(10)).ShouldBeTrue();

        stream.Seek(-5, SeekOrigin.End);
        var tail = new byte[5];
        await stream.ReadExactlyAsync(tail);
        tail.ShouldBe(content[^5..]);
        (await stream.ReadAsync(new byte[1])).ShouldBe(0);
        stream.Position = 123_456;
        stream.ReadExactly(tail);
        tail.ShouldBe(content[123_456..123_461]);
    }

    [Fact]
    public async Task An_opened_blob_fails_when_it_changes_unless_that_is_allowed()
    {
        await using var proxy = new CuttingProxy(azurite.BlobPort);
        var (_, blob) = await UploadAsync(proxy);
        await using var strict = await blob.OpenReadAsync(bufferSize: 1000);
        await using var loose = await blob.OpenReadAsync(allowBlobModifications: true, bufferSize: 1000);
        await blob.UploadAsync(BinaryData.FromBytes(new byte[Length]), overwrite: true);

        (await Should.ThrowAsync<RequestFailedException>(() => strict.ReadExactlyAsync(new byte[10]).AsTask())).Status.ShouldBe(412);
        await loose.ReadExactlyAsync(new byte[10]);
    }

    [Fact]
    public async Task A_blob_downloads_to_a_stream_and_reports_progress()
    {
        await using var proxy = new CuttingProxy(azurite.BlobPort);
        var (content, blob) = await UploadAsync(proxy);
        using var stream = new MemoryStream();
        await blob.DownloadToAsync(stream);
        stream.ToArray().AsSpan().SequenceEqual(content).ShouldBeTrue();

        var progress = new LastReport();
        await blob.DownloadContentAsync(new BlobDownloadOptions { ProgressHandler = progress });
        progress.Value.ShouldBe(Length);
    }

    [Fact]
    public async Task An_empty_blob_reads_as_nothing_and_a_range_of_it_is_refused()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, Names.Container());
        await container.CreateAsync();
        var blob = container.GetBlobClient("empty");
        await blob.UploadAsync(BinaryData.Empty);

        (await blob.DownloadContentAsync()).Value.Content.ToMemory().IsEmpty.ShouldBeTrue();
        var failure = await Should.ThrowAsync<RequestFailedException>(
            () => blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(5, 10) }));
        failure.Status.ShouldBe(416);
        failure.ErrorCode.ShouldBe(BlobErrorCode.InvalidRange.ToString());
    }

    private BlobClient Direct(BlobClient blob) => new(azurite.ConnectionString, blob.BlobContainerName, blob.Name);

    private async Task<(byte[] Content, BlobClient Blob)> UploadAsync(CuttingProxy proxy)
    {
        var content = new byte[Length];
        for (var i = 0; i < content.Length; i++)
        {
            content[i] = (byte)(i * 31 ^ i >> 8 ^ i >> 16);
        }

        var through = azurite.ConnectionString.Replace($":{azurite.BlobPort}/", $":{proxy.Port}/", StringComparison.Ordinal);
        var container = new BlobContainerClient(through, Names.Container());
        await container.CreateAsync();
        var blob = container.GetBlobClient("content");
        await blob.UploadAsync(BinaryData.FromBytes(content));
        return (content, blob);
    }
}
