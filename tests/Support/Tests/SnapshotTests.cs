namespace Workbook.Tests.Support.Tests;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshot").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Verified => Path.Combine(_folder, "A.verified.txt");
    private string Received => Path.Combine(_folder, "A.received.txt");
    private Snapshot Snapshot => new(_folder, "A");

    [Fact]
    public async Task An_equal_text_passes_and_writes_nothing()
    {
        await File.WriteAllTextAsync(Verified, "one\ntwo");
        await Snapshot.Compare("one\ntwo");
        Assert.Equal([Verified], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Ends_of_lines_and_of_the_file_are_no_difference()
    {
        await File.WriteAllTextAsync(Verified, "one\r\ntwo\r\n");
        await Snapshot.Compare("one\ntwo");
    }

    [Fact]
    public async Task A_missing_snapshot_fails_is_received_and_is_not_accepted()
    {
        await Assert.ThrowsAsync<SnapshotException>(() => Snapshot.Compare("one"));
        Assert.False(File.Exists(Verified));
        Assert.Equal("one", await File.ReadAllTextAsync(Received));
        await Assert.ThrowsAsync<SnapshotException>(() => Snapshot.Compare("one")); // nor by running again
    }

    [Fact]
    public async Task A_different_text_fails_with_both_lines_and_leaves_the_snapshot_alone()
    {
        await File.WriteAllTextAsync(Verified, "a\nb\nc\nold\ne");
        var failure = await Assert.ThrowsAsync<SnapshotException>(() => Snapshot.Compare("a\nb\nc\nnew\ne"));
        Assert.Contains("- old\n+ new\n", failure.Message);
        Assert.DoesNotContain("  a\n", failure.Message); // too far from the change
        Assert.Equal("a\nb\nc\nold\ne", await File.ReadAllTextAsync(Verified));
        Assert.Equal("a\nb\nc\nnew\ne", await File.ReadAllTextAsync(Received));
    }

    [Fact]
    public async Task A_match_removes_what_an_earlier_mismatch_left()
    {
        await File.WriteAllTextAsync(Verified, "one");
        await File.WriteAllTextAsync(Received, "two");
        await Snapshot.Compare("one");
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public Task The_call_finds_the_file_by_class_and_method() => Verify("It is named after the class and the method.");
}
