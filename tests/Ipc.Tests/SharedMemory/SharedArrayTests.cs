using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Ipc.Tests.SharedMemory;

public class SharedArrayTests
{
    private readonly string _name = $"array-{Guid.NewGuid():N}";

    private struct Point
    {
        public int X, Z;
    }

    [Fact]
    public void A_new_array_is_zero()
    {
        using var array = SharedArray<int>.Create(_name, 1000);
        Assert.Equal(1000, array.Length);
        Assert.Equal(-1, array.Span.IndexOfAnyExcept(0));
    }

    [Fact]
    public void It_has_its_length_and_contents_for_whoever_opens_it()
    {
        using var array = SharedArray<long>.Create(_name, 3);
        array[2] = 42;
        using var other = SharedArray<long>.Open(_name);
        Assert.Equal([0, 0, 42], other.Span.ToArray());
        Assert.Equal(_name, other.Name);
    }

    [Fact]
    public void An_element_may_be_a_structure()
    {
        using var array = SharedArray<Point>.CreateAnonymous(5);
        array[4].X = 6;
        array[4].Z = 7;
        Assert.Equal(13, array.Span[4].X + array.Span[4].Z);
    }

    [Fact]
    public void Another_process_sees_it_and_writes_to_it()
    {
        using var array = SharedArray<int>.CreateAnonymous(2);
        array[0] = 20;
        using var child = ChildProcess.Start(PutTheDouble, array);
        child.Join();
        Assert.Null(child.Failure);
        Assert.Equal(40, array[1]);
    }

    internal static void PutTheDouble(SharedArray<int> array) => array[1] = 2 * array[0];

    [Fact]
    public void Its_mutex_is_the_same_for_all_processes_and_makes_their_increments_count()
    {
        const int Times = 20_000;
        using var array = SharedArray<int>.CreateAnonymous(1);
        using var child = ChildProcess.Start(Increment, array, Times);
        Increment(array, Times);
        child.Join();
        Assert.Null(child.Failure);
        Assert.Equal(2 * Times, array[0]);
    }

    internal static void Increment(SharedArray<int> array, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using (array.Mutex.Hold()) array[0]++;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_length_that_is_none_is_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedArray<int>.Create(_name, length));

    [Fact]
    public void An_index_outside_is_refused()
    {
        using var array = SharedArray<int>.Create(_name, 3);
        Assert.Contains("has 3 elements", Assert.Throws<ArgumentOutOfRangeException>(() => array[3]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[-1]);
    }

    [Fact]
    public void Opening_it_as_another_type_is_refused_and_says_what_it_holds()
    {
        using var array = SharedArray<int>.Create(_name, 3);
        Assert.Contains(
            "holds System.Int32, not System.Single",
            Assert.Throws<InvalidDataException>(() => SharedArray<float>.Open(_name)).Message);
    }

    [Fact]
    public void Creating_what_exists_and_opening_what_does_not_is_refused()
    {
        using var array = SharedArray<int>.Create(_name, 3);
        Assert.Contains(
            $"process {Environment.ProcessId} made it",
            Assert.Throws<IOException>(() => SharedArray<int>.Create(_name, 3)).Message);
        Assert.Throws<FileNotFoundException>(() => SharedArray<int>.Open(_name + "-other"));
        Assert.Throws<FileNotFoundException>(() => SharedRegion.Open(_name)); // an array is not a plain region
    }

    [SkippableFact]
    public void It_can_be_unlinked_once()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var array = SharedArray<int>.Create(_name, 3);
        array.Unlink();
        Assert.Throws<FileNotFoundException>(array.Unlink);
        array[0] = 1; // still there
    }

    [Fact]
    public void After_Dispose_every_use_is_refused()
    {
        var array = SharedArray<int>.Create(_name, 3);
        array.Dispose();
        array.Dispose();
        Assert.Throws<ObjectDisposedException>(() => array[0]);
        Assert.Throws<ObjectDisposedException>(() => array.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => array.Mutex);
    }

    [Fact]
    public void A_value_is_zero_at_first_and_the_same_for_all()
    {
        using var value = SharedValue<double>.Create(_name);
        Assert.Equal(0, value.Value);
        using var other = SharedValue<double>.Open(_name);
        value.Value = 2.5;
        Assert.Equal(2.5, other.Value);
        Assert.Throws<InvalidDataException>(() => SharedValue<long>.Open(_name));
    }

    [Fact]
    public void A_value_is_exchanged_in_one_step()
    {
        using var value = SharedValue<int>.CreateAnonymous();
        Assert.Equal(0, value.Exchange(5));
        Assert.Equal(5, value.CompareExchange(6, 5));
        Assert.Equal(6, value.CompareExchange(7, 5));
        Assert.Equal(6, value.Value);
        Assert.Equal(10, Interlocked.Add(ref value.Reference, 4));
    }

    [Fact]
    public void Small_values_of_any_size_are_whole()
    {
        using var value = SharedValue<(byte, short)>.CreateAnonymous();
        value.Value = (200, -3);
        Assert.Equal(((byte)200, (short)-3), value.Value);
    }

    [Fact]
    public void A_value_of_more_than_eight_bytes_is_refused()
    {
        var refusal = Assert.Throws<NotSupportedException>(() => SharedValue<decimal>.CreateAnonymous());
        Assert.Contains("Decimal has 16 bytes", refusal.Message);
    }

    [Fact]
    public void Increments_of_two_processes_count_with_Interlocked()
    {
        const int Times = 100_000;
        using var value = SharedValue<long>.CreateAnonymous();
        using var child = ChildProcess.Start(Add, value, Times);
        Add(value, Times);
        child.Join();
        Assert.Null(child.Failure);
        Assert.Equal(2 * Times, value.Value);
    }

    internal static void Add(SharedValue<long> value, int times)
    {
        for (var i = 0; i < times; i++) Interlocked.Increment(ref value.Reference);
    }
}
