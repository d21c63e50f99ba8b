using Azure.Storage.Sas;

namespace Magpie.AzureStorage.Tests.Sas;

public sealed class SasPermissionTests
{
    [Theory]
    [InlineData(BlobSasPermissions.Create | BlobSasPermissions.Write, "cw")]
    [InlineData(BlobSasPermissions.List | BlobSasPermissions.Read | BlobSasPermissions.Delete, "rdl")]
    [InlineData(BlobSasPermissions.All, "racwdxyltmei")]
    public void Permissions_are_written_in_the_one_order_the_service_accepts(BlobSasPermissions permissions, string letters) =>
        new BlobSasBuilder(permissions, DateTimeOffset.MaxValue).Permissions.ShouldBe(letters);

    [Fact]
    public void Raw_permissions_are_put_in_order_when_asked()
    {
        var builder = new BlobSasBuilder();

        builder.SetPermissions("wcr", normalize: true);

        builder.Permissions.ShouldBe("rcw");
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9")]
    public void An_address_range_reads_back_as_it_was_written(string text, string expected) =>
        SasIPRange.Parse(text).ToString().ShouldBe(expected);

    [Fact]
    public void No_address_range_is_written_as_nothing() => default(SasIPRange).ToString().ShouldBeEmpty();
}
