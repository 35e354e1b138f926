using System.Text.Json.Serialization;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Tests.Wire;

public sealed class ObjectCodecTests
{
    public static TheoryData<object> Values => new()
    {
        int.MinValue, long.MaxValue, double.NaN, double.NegativeInfinity, -0.0, double.Epsilon, true, false, 'ü', byte.MaxValue,
        1.5f, float.NaN, short.MinValue, uint.MaxValue, ulong.MaxValue, ushort.MaxValue, sbyte.MinValue, 12.34567890123456789m,
        "", "Grüße, 世界 🎱", "\0\n\"",
        DayOfWeek.Friday, Small.Two, Big.Most, Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), TimeSpan.FromTicks(-123456789),
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(5.5)),
        new DateOnly(2026, 2, 28), new Version(1, 2, 3), (1, "two", 3.0), new Point(1, double.NaN),
        new Mutable { Field = 1, Property = "p" },
    };

    public static TheoryData<object> Collections => new()
    {
        Array.Empty<int>(), new[] { 1, 2, 3 }, new byte[] { 0, 255 }, new sbyte[] { -1, 1 }, new[] { Small.One, Small.Two },
        new[] { "a", null }, new int[][] { [1], [], [2, 3] }, new List<double> { 1, double.PositiveInfinity },
        new Dictionary<string, int> { ["a"] = 1 }, new Dictionary<int, List<string>> { [1] = ["x"] }, new HashSet<int> { 3 },
        new List<(int, string)> { (1, "x") }, new int?[] { 1, null },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void A_value_comes_back(object value) => Assert.Equal(value, Travel(value, value.GetType()));

    [Theory]
    [MemberData(nameof(Collections), DisableDiscoveryEnumeration = true)]
    public void A_collection_comes_back_as_what_it_was(object value)
    {
        var back = Travel(value, value.GetType());
        Assert.Equal(value, back);
        Assert.Same(value.GetType(), back!.GetType()); // sbyte[] passes for byte[] in the runtime
    }

    [Fact]
    public void Null_and_nullable_values_come_back()
    {
        Assert.Null(Travel(null, typeof(string)));
        Assert.Null(Travel(null, typeof(int?)));
        Assert.Equal(5, Travel((int?)5, typeof(int?)));
        Assert.Equal(DayOfWeek.Friday, Travel((DayOfWeek?)DayOfWeek.Friday, typeof(DayOfWeek?)));
        Assert.Equal(new Point(1, 2), Travel((Point?)new Point(1, 2), typeof(Point?)));
    }

    [Fact]
    public void The_sign_of_zero_and_what_a_date_is_relative_to_come_back()
    {
        Assert.True(double.IsNegative((double)Travel(-0.0, typeof(double))!));
        var local = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local);
        Assert.Equal(DateTimeKind.Local, ((DateTime)Travel(local, typeof(DateTime))!).Kind);
    }

    [Fact]
    public void A_shared_thing_travels_as_its_ticket_alone_and_inside_a_record()
    {
        var handover = new Handover();
        Assert.Equal("left", ((Shared)Travel(new Shared("left"), typeof(Shared))!).Name);
        var pair = new Pair(new Shared("left"), [new Shared("middle"), new Shared("right")]);
        var back = (Pair)ObjectCodec.Decode(ObjectCodec.Encode(pair, typeof(Pair), handover), typeof(Pair), handover)!;
        Assert.Equal(["left", "middle", "right"], [back.First.Name, .. back.Others.Select(other => other.Name)]);
    }

    [Fact]
    public void What_means_something_here_only_is_refused()
    {
        string Refusal(object value) => Assert.Throws<NotSupportedException>(() => Travel(value, value.GetType())).Message;
        foreach (var local in (object[])[Console.Out, new MemoryStream(), Thread.CurrentThread, Task.CompletedTask, typeof(int),
            (Action)(() => { }),
            new ManualResetEvent(false), ChildProcess.Create(GC.Collect)])
        {
            Assert.Contains("this one only", Refusal(local));
        }
        Assert.Contains("System.IO.Stream", Refusal(new WithStream(new MemoryStream())));
        Assert.Contains("cannot travel", Refusal((nint)1));
    }

    [Fact]
    public void What_refers_to_itself_is_refused_with_that_reason()
    {
        var node = new Node();
        node.Next = node;
        Assert.Contains("refers to itself", Assert.Throws<NotSupportedException>(() => Travel(node, typeof(Node))).Message);
    }

    [Fact]
    public void What_would_lose_its_derived_part_is_refused()
    {
        Assert.Contains("Dog", Assert.Throws<NotSupportedException>(() => Travel(new Dog(), typeof(Animal))).Message);
        Assert.Contains("Dog", Assert.Throws<NotSupportedException>(() => Travel(new Cage(new Dog()), typeof(Cage))).Message);
        Assert.Contains("Object", Assert.Throws<NotSupportedException>(() => Travel(5, typeof(object))).Message);
        Assert.IsType<Cage>(Travel(new Cage(new Animal()), typeof(Cage)));
        Assert.Equal(3, Assert.IsType<Circle>(Travel(new Circle { Radius = 3 }, typeof(Shape))).Radius);
        Assert.Equal([1, 2], (IReadOnlyList<int>)Travel(new List<int> { 1, 2 }, typeof(IReadOnlyList<int>))!);
    }

    [Fact]
    public void An_exception_inside_a_value_arrives_as_a_RemoteException()
    {
        var caught = Assert.Throws<ArgumentException>(void () =>
            throw new ArgumentException("no beans", new IOException("inner")));
        var back = (Report)Travel(new Report("r", caught, [new IOException("a")]), typeof(Report))!;
        var remote = Assert.IsType<RemoteException>(back.Failure);
        Assert.True(remote.Is<ArgumentException>());
        Assert.Equal("no beans", remote.Message);
        Assert.True(((RemoteException)remote.InnerException!).Is<IOException>());
        Assert.Equal("a", Assert.Single(back.Others).Message);
        Assert.IsType<RemoteException>(Travel(caught, typeof(Exception)));
        Assert.Contains("declare it as Exception",
            Assert.Throws<NotSupportedException>(() => Travel(caught, typeof(ArgumentException))).Message);
    }

    [Fact]
    public void Bytes_that_are_no_such_value_are_refused()
    {
        object? Decode(byte[] bytes, Type type) => ObjectCodec.Decode(bytes, type, new Handover());
        Assert.Throws<InvalidDataException>(() => Decode([], typeof(int)));
        Assert.Throws<InvalidDataException>(() => Decode([77], typeof(int)));
        Assert.Throws<InvalidDataException>(() => Decode([2, 1, 0, 0, 0], typeof(string)));
        Assert.Throws<InvalidDataException>(() => Decode([2, 1], typeof(int)));
        Assert.Throws<InvalidDataException>(() => Decode([2], typeof(byte)));
        Assert.Throws<InvalidDataException>(() => Decode([4, 65], typeof(string)));
        Assert.Throws<InvalidDataException>(() => Decode([5, (byte)'{'], typeof(Point)));
    }

    private static object? Travel(object? value, Type type)
    {
        var handover = new Handover();
        return ObjectCodec.Decode(ObjectCodec.Encode(value, type, handover), type, handover);
    }

    private enum Small : byte { One = 1, Two = 2 }

    private enum Big : ulong { Most = ulong.MaxValue }

    private readonly record struct Point(double X, double Y);

    private sealed record Mutable
    {
        public int Field;

        public string? Property { get; set; }
    }

    private sealed record Pair(Shared First, Shared[] Others);

    private sealed record WithStream(Stream Stream);

    private sealed record Cage(Animal Inside);

    private sealed record Report(string Name, Exception Failure, List<Exception> Others);

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private class Animal
    {
        public string? Name { get; set; }
    }

    private sealed class Dog : Animal
    {
        public string Bark { get; set; } = "woof";
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    private class Shape;

    private sealed class Circle : Shape
    {
        public int Radius { get; set; }
    }

    private sealed class Shared(string name) : IShareable<Shared>
    {
        public string Name { get; } = name;

        public string WriteTicket(Handover handover) => Name;

        public static Shared FromTicket(string ticket, Handover handover) => new(ticket);
    }
}
