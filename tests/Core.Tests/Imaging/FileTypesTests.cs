using FsCheck;
using FsCheck.Fluent;
using Magpie.Imaging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Imaging;

public sealed class FileTypesTests
{
    [Theory]
    [InlineData("FFD8FFE0", FileType.Jpeg)]
    [InlineData("89504E470D0A1A0A", FileType.Png)]
    [InlineData("474946383961", FileType.Gif)]
    [InlineData("524946461000000057454250", FileType.WebP)]
    [InlineData("5249464610000000415649204C495354", FileType.Avi)]
    [InlineData("00000018667479706865696300000000", FileType.Heic)]
    [InlineData("00000020667479706D696631000000006D696631617669666D696166", FileType.Avif)]
    [InlineData("00000018667479706D696631000000006D69663168656963", FileType.Heic)]
    [InlineData("0000001C6674797069736F6D", FileType.Mp4)]
    [InlineData("00000014667479707174202020050300", FileType.QuickTime)]
    [InlineData("49492A0008000000", FileType.Tiff)]
    [InlineData("4D4D002A00000008", FileType.Tiff)]
    [InlineData("424D4E000000000000003600000028000000", FileType.Bmp)]
    [InlineData("000001BA44", FileType.Mpeg)]
    [InlineData("1A45DFA39F4286810142F7810142F2810442F381084282847765626D", FileType.WebM)]
    [InlineData("1A45DFA3A34286810142F7810142F2810442F381084282886D6174726F736B61", FileType.Matroska)]
    [InlineData("424D20697320746865206E616D65206F662061206361720A", null)]
    [InlineData("3C73766720786D6C6E733D", null)]
    [InlineData("3C21444F4354595045", null)]
    [InlineData("255044462D312E37", null)]
    [InlineData("4D5A9000", null)]
    [InlineData("7F454C46", null)]
    [InlineData("504B0304", null)]
    [InlineData("", null)]
    public void Leading_bytes_decide(string head, FileType? type) => FileTypes.Sniff(Convert.FromHexString(head)).ShouldBe(type);

    [Theory]
    [InlineData(FileType.Jpeg, "image/jpeg", ".JPG", true)]
    [InlineData(FileType.Jpeg, "image/jpg", ".jpeg", true)]
    [InlineData(FileType.Jpeg, "IMAGE/JPEG; charset=binary", "", true)]
    [InlineData(FileType.Jpeg, "application/octet-stream", null, true)]
    [InlineData(FileType.Jpeg, null, ".png", false)]
    [InlineData(FileType.Png, "image/jpeg", ".png", false)]
    [InlineData(FileType.Png, "image/svg+xml", ".png", false)]
    [InlineData(FileType.QuickTime, "video/mp4", ".mov", true)]
    [InlineData(FileType.Mp4, "video/mp4", ".jpg", false)]
    public void What_is_declared_must_agree_with_what_it_is(FileType type, string? mediaType, string? extension, bool agrees) =>
        type.Agrees(mediaType, extension).ShouldBe(agrees);

    [Fact]
    public void Every_type_has_names_that_lead_back_to_it()
    {
        foreach (var type in Enum.GetValues<FileType>())
        {
            FileTypes.FromMediaType(type.MediaType()).ShouldBe(type);
            FileTypes.FromExtension(type.Extension()).ShouldBe(type);
            type.MediaType().ShouldStartWith(type.IsImage() ? "image/" : "video/");
        }
    }

    [Fact]
    public void Any_bytes_can_be_sniffed()
    {
        Prop.ForAll<byte[]>(bytes => FileTypes.Sniff(bytes) is null or >= FileType.Jpeg).QuickCheckThrowOnFailure();
        byte[][] signatures = [[0, 0, 0, 9, .. "ftypmif1"u8], [.. "RIFF"u8], [0x1A, 0x45, 0xDF, 0xA3, 0x42, 0x82], [.. "BM"u8], [0x47], [0xFF, 0xFF, 0xFF, 0xFF, .. "ftyp"u8]];
        foreach (var signature in signatures)
        {
            Prop.ForAll<byte[]>(tail => FileTypes.Sniff([.. signature, .. tail]) is null or >= FileType.Jpeg).QuickCheckThrowOnFailure();
        }
    }

    [Fact]
    public void Shared_files_are_what_their_extension_says()
    {
        if (Repository.Photos is not { } folder)
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder).Where(path => FileTypes.FromExtension(Path.GetExtension(path)) is not null))
        {
            FileTypes.Sniff(File.ReadAllBytes(path)).ShouldBe(FileTypes.FromExtension(Path.GetExtension(path)), path);
        }
    }
}
